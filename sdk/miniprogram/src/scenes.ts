// WeChat's scene values, grouped into where customers come from. A value that is not here is told as
// its number alone.

const CHANNELS: Record<string, number[]> = {
  chat: [1007, 1044, 1096],
  group_chat: [1008, 1158, 1185],
  qr_code: [1011, 1012, 1013],
  mini_program_code: [1047, 1048, 1049],
  search: [1005, 1006, 1027, 1042, 1053, 1106],
  official_account: [1020, 1035, 1043, 1058, 1067, 1074, 1082, 1091, 1144],
  subscribe_message: [1014, 1107],
  moments: [1045, 1046, 1154, 1155],
  recent: [1001, 1003, 1089, 1103, 1104],
  other_mini_program: [1037, 1038],
  app: [1036, 1069],
  web_page: [1167],
  channels: [1175, 1176, 1177, 1184, 1191, 1193, 1195],
  payment: [1019, 1034, 1060, 1072],
  wecom: [1119, 1120, 1121],
}

export const channelOf = (scene: number): string | undefined =>
  Object.keys(CHANNELS).find((channel) => CHANNELS[channel]?.includes(scene))
