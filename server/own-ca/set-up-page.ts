import type { TrustAnchor } from './authority.ts'

interface Device {
  name: string
  steps: readonly [string, string, string]
}

const chinese: readonly Device[] = [
  {
    name: '安卓平板',
    steps: [
      '点上面的按钮下载证书。',
      '打开“设置 → 安全 → 加密与凭据 → 安装证书 → CA 证书”，选择刚下载的文件。',
      '回到浏览器，打开工作地址；地址栏不再提示不安全就可以了。',
    ],
  },
  {
    name: 'iPad',
    steps: [
      '用 Safari 点上面的按钮，选择“允许”。',
      '打开“设置 → 已下载描述文件 → 安装”。',
      '打开“设置 → 通用 → 关于本机 → 证书信任设置”，打开这张证书的开关。',
    ],
  },
  {
    name: 'Windows',
    steps: [
      '点上面的按钮下载证书并双击打开，选择“安装证书”。',
      '选择“本地计算机”，再选择“将所有的证书都放入下列存储 → 受信任的根证书颁发机构”。',
      '重新打开浏览器，打开工作地址。',
    ],
  },
]

const english: readonly Device[] = [
  {
    name: 'Android tablet',
    steps: [
      'Download the certificate with the button above.',
      'Open Settings → Security → Encryption & credentials → Install a certificate → CA certificate and choose the file.',
      'Go back to the browser and open the working address: it no longer warns.',
    ],
  },
  {
    name: 'iPad',
    steps: [
      'In Safari press the button above and choose Allow.',
      'Open Settings → Profile Downloaded → Install.',
      'Open Settings → General → About → Certificate Trust Settings and turn this certificate on.',
    ],
  },
  {
    name: 'Windows',
    steps: [
      'Download the certificate with the button above, open it and choose Install Certificate.',
      'Choose Local Machine, then “Place all certificates in the following store → Trusted Root Certification Authorities”.',
      'Open the browser anew and go to the working address.',
    ],
  },
]

const words = {
  'zh-CN': {
    title: '让这台设备信任本店服务器',
    why: '平板和电脑各做一次。之后会员、展位和办公页面都走加密连接。',
    compare: '安装前，请与服务器启动时显示的指纹逐组核对，一致才安装：',
    download: '下载证书',
    open: '工作地址',
    devices: chinese,
  },
  en: {
    title: 'Let this device trust the shop’s server',
    why: 'Do this once on each tablet and computer. Then every page comes over an encrypted connection.',
    compare:
      'Before you install it, compare the fingerprint with the one that the server shows when it starts:',
    download: 'Download the certificate',
    open: 'Working address',
    devices: english,
  },
} as const

/** A page without a script, in both languages, that a device can read before it trusts anything. */
export function setUpPage({ fingerprint }: TrustAnchor, publicUrl: string): string {
  const parts = (['zh-CN', 'en'] as const).map((language) => section(language, { fingerprint, publicUrl }))
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${words['zh-CN'].title} · ${words.en.title}</title>
<link rel="stylesheet" href="/setup/style.css">
</head>
<body>
<main>
${parts.join('\n')}
</main>
</body>
</html>
`
}

function section(language: keyof typeof words, { fingerprint, publicUrl }: Record<string, string>): string {
  const text = words[language]
  const devices = text.devices.map(
    ({ name, steps }) =>
      `<h3>${escape(name)}</h3>\n<ol>${steps.map((step) => `<li>${escape(step)}</li>`).join('')}</ol>`,
  )
  const heading = language === 'zh-CN' ? 'h1' : 'h2'
  return `<section lang="${language}">
<${heading}>${escape(text.title)}</${heading}>
<p>${escape(text.why)}</p>
<p>${escape(text.compare)}</p>
<p><code>${escape(fingerprint ?? '')}</code></p>
<p><a class="button" href="/setup/ca.crt" download>${escape(text.download)}</a></p>
${devices.join('\n')}
<p>${escape(text.open)}: <a href="${escape(publicUrl ?? '')}/">${escape(publicUrl ?? '')}/</a></p>
</section>`
}

const escape = (text: string) => text.replace(/[&<>"]/g, (sign) => `&#${sign.codePointAt(0)};`)

export const setUpStyle = `:root { color-scheme: light; --ink: #1b1a17; --paper: #faf7f2; --accent: #9e2a2b; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1.125rem/1.6 'Noto Sans SC', 'PingFang SC', 'Microsoft YaHei', system-ui, sans-serif; }
main { max-width: 42rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
section + section { margin-top: 3rem; padding-top: 2rem; border-top: 1px solid #877d6c; }
h1, h2 { font: 600 1.75rem/1.3 'Noto Serif SC', 'Songti SC', Georgia, serif; margin: 0 0 1rem; }
h3 { margin: 1.5rem 0 0.25rem; }
ol { margin: 0; padding-left: 1.5rem; }
code { overflow-wrap: anywhere; font: 1rem/1.6 ui-monospace, monospace; background: #f1ebe0; padding: 0.25rem 0.5rem; }
.button { display: inline-block; min-height: 48px; line-height: 48px; padding: 0 1.5rem; border-radius: 6px; background: var(--accent); color: #fffaf5; text-decoration: none; }
a { color: var(--accent); }
:focus-visible { outline: 3px solid var(--ink); outline-offset: 3px; }
`
