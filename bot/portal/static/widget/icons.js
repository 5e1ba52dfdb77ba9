// Line icons, 24 × 24, drawn as nodes.
const SVG = "http://www.w3.org/2000/svg";

const PATHS = {
  chat: ["M4 5.5h16a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1h-8.5L7 20.5v-4H4a1 1 0 0 1-1-1v-9a1 1 0 0 1 1-1Z", "M7.5 9.5h9M7.5 12.75h6"],
  send: ["M5 12h13", "m12.5 6 6 6-6 6"],
  close: ["m6 6 12 12M18 6 6 18"],
  chevron: ["m9 6 6 6-6 6"],
  check: ["m5 12.5 4.5 4.5L19 7.5"],
  calendar: ["M4.5 6.5h15v13h-15zM4.5 10.5h15M8.5 4v4M15.5 4v4"],
  search: ["M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13ZM15.5 15.5 20 20"],
  lock: ["M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3"],
  file: ["M7 3.5h7l4 4v13H7zM14 3.5v4h4"],
  info: ["M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17ZM12 11v5M12 8v.01"],
  warning: ["M12 4 2.8 19.5h18.4L12 4ZM12 10v4.5M12 17v.01"],
  phone: ["M6.5 3.8 9 4.2l1.2 3.7-1.9 1.7a12 12 0 0 0 6 6l1.8-1.9 3.7 1.2.4 2.6a2 2 0 0 1-2.2 2.2C10.8 19.2 4.8 13.2 4.3 6a2 2 0 0 1 2.2-2.2Z"],
  person: ["M12 11.5a3.75 3.75 0 1 0 0-7.5 3.75 3.75 0 0 0 0 7.5ZM4.5 20c.6-3.6 3.6-5.8 7.5-5.8s6.9 2.2 7.5 5.8"],
  clock: ["M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17ZM12 7.5V12l3 2"],
  more: ["M6 12v.01M12 12v.01M18 12v.01"],
  accessible: ["M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17ZM12 7.2v.01M8 10.2l4 .8 4-.8M12 11v2.8M12 13.5l-1.9 3.6M12 13.5l1.9 3.6"],
  expand: ["M9 4.5H4.5V9M15 4.5h4.5V9M9 19.5H4.5V15M15 19.5h4.5V15"],
  trash: ["M5 7h14M9.5 7V4.5h5V7M7 7l.8 12.5h8.4L17 7"],
  logout: ["M14 4.5H5.5v15H14M10.5 12H20M16.5 8.5 20 12l-3.5 3.5"],
  retry: ["M19 12a7 7 0 1 1-2.2-5.1M19.2 3.5v4h-4"],
  pencil: ["M4.5 19.5 5.4 15 15.5 4.9l3.6 3.6L9 18.6l-4.5.9Z"],
  left: ["m15 6-6 6 6 6"],
  upload: ["M12 15.5V4.5M7.5 9 12 4.5 16.5 9M4.5 15v4.5h15V15"],
  heart: ["M12 19.5S4 14.8 4 9.3A4.2 4.2 0 0 1 12 7.4a4.2 4.2 0 0 1 8 1.9c0 5.5-8 10.2-8 10.2Z"],
};

export function icon(name, size = 20) {
  const svg = document.createElementNS(SVG, "svg");
  for (const [key, value] of Object.entries({
    viewBox: "0 0 24 24", width: size, height: size, fill: "none", stroke: "currentColor",
    "stroke-width": name === "more" ? 2.6 : 1.75, "stroke-linecap": "round", "stroke-linejoin": "round", "aria-hidden": "true", focusable: "false",
  })) svg.setAttribute(key, value);
  svg.classList.add("icon");
  for (const d of PATHS[name] || []) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", d);
    svg.append(path);
  }
  return svg;
}
