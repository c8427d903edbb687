// Ports that browsers refuse to open, whatever listens there: the "bad ports" of the fetch standard.
import { fail } from './install.mjs'

export const BAD_PORTS = [
  ...[
    1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102,
  ],
  ...[
    103, 104, 109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465,
  ],
  ...[
    512, 513, 514, 515, 526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993,
  ],
  ...[
    995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668,
  ],
  ...[6669, 6679, 6697, 10080],
]

/** @returns what to tell whoever chose the port; undefined where browsers take it */
export function refusalOf(port) {
  if (!BAD_PORTS.includes(Number(port))) return undefined
  return `HOMEFIELD_PORT=${port}: browsers refuse to open this port, so the console could not be reached.
Choose another one, for example HOMEFIELD_PORT=7070 npm start.

HOMEFIELD_PORT=${port}：浏览器拒绝打开这个端口，控制台会打不开。
请换一个端口，例如 HOMEFIELD_PORT=7070 npm start。`
}

/** Before anything is installed or built: the console is what a start is for. */
export function ensureBrowsersTakePort() {
  const refusal = refusalOf(process.env.HOMEFIELD_PORT)
  if (refusal) fail(refusal)
}
