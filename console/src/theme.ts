import { type ThemeConfig, theme } from 'antd'

/** The one place for colours and measures: pitch green on warm paper, quiet enough for eight hours. */

const fontFamily =
  'system-ui, -apple-system, "Segoe UI", "PingFang SC", "HarmonyOS Sans SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", sans-serif'
const fontFamilyCode =
  'ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", "Noto Sans Mono CJK SC", monospace'

const shared: ThemeConfig['token'] = {
  fontFamily,
  fontFamilyCode,
  fontSize: 13,
  controlHeight: 32,
  controlHeightSM: 26,
  borderRadius: 6,
  borderRadiusLG: 8,
  wireframe: false,
}

const light: ThemeConfig['token'] = {
  colorPrimary: '#1d6b50',
  colorInfo: '#2a6592',
  colorSuccess: '#2f7a3b',
  colorWarning: '#9a5b00',
  colorError: '#b3302a',
  colorLink: '#17694d',
  colorLinkHover: '#0f4a36',
  colorTextBase: '#1c1f1b',
  colorText: '#1c1f1b',
  colorTextSecondary: '#53574f',
  colorTextTertiary: '#676b62',
  colorTextQuaternary: '#70746b',
  colorTextPlaceholder: '#676b62',
  colorTextDescription: '#5f635b',
  colorBgLayout: '#f5f3ee',
  colorBgContainer: '#ffffff',
  colorBgElevated: '#ffffff',
  colorBorder: '#d6d2c7',
  colorBorderSecondary: '#e8e5dc',
  colorFillQuaternary: '#faf9f5',
  colorFillTertiary: '#f3f1eb',
  colorFillSecondary: '#ebe8e0',
  controlItemBgHover: '#f3f1eb',
  // The palette that antd derives from deep colours is muddy as a ground for text.
  colorPrimaryBg: '#e4efe9',
  colorInfoBg: '#e5eef5',
  colorInfoBorder: '#b9d0e2',
  colorInfoText: '#245a83',
  colorSuccessBg: '#e4f1e5',
  colorSuccessBorder: '#b5d6b9',
  colorSuccessText: '#276432',
  colorWarningBg: '#f9eed9',
  colorWarningBorder: '#e6cd9c',
  colorWarningText: '#835000',
  colorErrorBg: '#fae7e4',
  colorErrorBorder: '#e9b9b3',
  colorErrorText: '#9d2a24',
}

const dark: ThemeConfig['token'] = {
  // antd draws it a seventh darker; words in it must still reach 4.5:1 on its own ground.
  colorPrimary: '#66c3a0',
  colorInfo: '#6aa9d8',
  colorSuccess: '#6bb774',
  colorWarning: '#d9a24b',
  colorError: '#f08f86',
  colorLink: '#6cc4a3',
  colorLinkHover: '#93d8be',
  colorTextBase: '#e7e8e3',
  colorText: '#e7e8e3',
  colorTextSecondary: '#b4b8ae',
  colorTextTertiary: '#9ca196',
  colorTextQuaternary: '#8d9287',
  colorTextPlaceholder: '#8d9287',
  colorTextDescription: '#a5aa9f',
  colorBgLayout: '#131513',
  colorBgContainer: '#1b1e1b',
  colorBgElevated: '#232723',
  colorBorder: '#3c423b',
  colorBorderSecondary: '#2c312c',
  colorFillQuaternary: '#1f231f',
  colorFillTertiary: '#262a26',
  colorFillSecondary: '#2f342f',
  controlItemBgHover: '#262a26',
  colorPrimaryBg: '#1c3029',
  colorInfoBg: '#1b2b37',
  colorInfoBorder: '#2f4a5e',
  colorInfoText: '#8dbfe4',
  colorSuccessBg: '#1d2f20',
  colorSuccessBorder: '#345239',
  colorSuccessText: '#8bcb93',
  colorWarningBg: '#342916',
  colorWarningBorder: '#5a4625',
  colorWarningText: '#e2b468',
  colorErrorBg: '#381f1d',
  colorErrorBorder: '#643733',
  colorErrorText: '#f0958c',
}

export function houseTheme(isDark: boolean, motion: boolean): ThemeConfig {
  return {
    algorithm: isDark ? theme.darkAlgorithm : theme.defaultAlgorithm,
    cssVar: { key: 'hf' },
    hashed: false,
    token: { ...shared, ...(isDark ? dark : light), motion },
    components: {
      Button: {
        primaryShadow: 'none',
        defaultShadow: 'none',
        dangerShadow: 'none',
        fontWeight: 500,
        // White on the dark mode's lighter green would be 2.9:1.
        ...(isDark ? { primaryColor: '#08150f', dangerColor: '#1d0806' } : {}),
      },
      Table: {
        headerBg: isDark ? '#1f231f' : '#faf9f5',
        headerColor: isDark ? '#a5aa9f' : '#5f635b',
        headerSplitColor: 'transparent',
        rowHoverBg: isDark ? '#212521' : '#faf9f5',
        rowSelectedBg: isDark ? '#1c2d25' : '#e6efe9',
        rowSelectedHoverBg: isDark ? '#22362c' : '#dce9e1',
        cellPaddingBlock: 9,
        cellPaddingInline: 12,
        cellPaddingBlockMD: 9,
        cellPaddingInlineMD: 12,
      },
      Segmented: { trackBg: isDark ? '#2a2e29' : '#e9e6dd' },
      Form: { itemMarginBottom: 16, verticalLabelPadding: '0 0 4px' },
      Tabs: { horizontalMargin: '0 0 12px 0', titleFontSize: 13 },
      Card: { bodyPadding: 16, headerHeight: 44, headerFontSize: 14 },
      Tooltip: { colorBgSpotlight: isDark ? '#3a403a' : '#2a2e29' },
    },
  }
}
