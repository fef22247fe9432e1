/* Giữ chữ đang viết dở trên máy này: <form data-draft="tên form">.
   Máy chủ đưa khóa riêng của người đang đăng nhập theo trang (data-draft-key); khóa không được ghi vào máy, nên người
   sau trên cùng máy chỉ thấy dãy ký tự vô nghĩa. Trình duyệt không mã hóa được (http trong mạng nội bộ) thì chữ chỉ ở
   trong thẻ đang mở. Khôi phục khi phiên hết hạn giữa chừng; xóa khi gửi xong hoặc đăng xuất. */
(function () {
  "use strict";
  const user = document.body.dataset.user;
  const PREFIX = "nhap:", OWN = PREFIX + user + ":", DAYS_KEPT = 30;
  const canLock = Boolean(window.crypto && window.crypto.subtle);
  const today = Math.floor(Date.now() / 86400000);
  const bytesOf = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const textOf = (bytes) => btoa(Array.from(new Uint8Array(bytes), (byte) => String.fromCharCode(byte)).join(""));

  function store(action) {
    try { return action(canLock ? window.localStorage : window.sessionStorage); } catch { return null; }
  }
  const wipe = (matches) => store((kept) => {
    Object.keys(kept).filter((name) => name.startsWith(PREFIX) && matches(name, kept.getItem(name)))
      .forEach((name) => kept.removeItem(name));
  });
  const ownNames = () => store((kept) => Object.keys(kept).filter((name) => name.startsWith(OWN))) || [];

  const key = user && canLock
    ? window.crypto.subtle.importKey("raw", bytesOf(document.body.dataset.draftKey), "AES-GCM", false, ["encrypt", "decrypt"])
    : null;
  async function lock(name, value) {
    const text = JSON.stringify(value);
    if (!canLock) return text;
    const iv = window.crypto.getRandomValues(new Uint8Array(12));
    const way = { name: "AES-GCM", iv, additionalData: new TextEncoder().encode(name) };
    const locked = await window.crypto.subtle.encrypt(way, await key, new TextEncoder().encode(text));
    return [today, textOf(iv), textOf(locked)].join(".");
  }
  async function unlock(name) {
    const found = store((kept) => kept.getItem(name));
    if (!found) return null;
    try {
      if (!canLock) return JSON.parse(found);
      const [, iv, locked] = found.split(".");
      const way = { name: "AES-GCM", iv: bytesOf(iv), additionalData: new TextEncoder().encode(name) };
      return JSON.parse(new TextDecoder().decode(await window.crypto.subtle.decrypt(way, await key, bytesOf(locked))));
    } catch { return null; }
  }
  /* Bỏ bản quá cũ; trên máy không mã hóa được, bỏ chữ của người khác. */
  wipe((name, value) => canLock ? !(today - Number(value.split(".")[0]) <= DAYS_KEPT) : user && !name.startsWith(OWN));

  const nameOf = (form) => OWN + form.dataset.draft;
  function fieldsOf(form) {
    return Array.from(form.elements).filter((field) =>
      field.name && !["password", "file", "hidden", "submit", "button"].includes(field.type));
  }
  function read(form) {
    return fieldsOf(form).map((field) =>
      [field.name, field.type, ["checkbox", "radio"].includes(field.type) ? [field.value, field.checked] : field.value]);
  }
  let isWriting = false;
  function write(form, saved) {
    const left = saved.slice();
    isWriting = true;
    fieldsOf(form).forEach((field) => {
      const isTick = ["checkbox", "radio"].includes(field.type);
      const at = left.findIndex(([name, type, value]) =>
        name === field.name && type === field.type && (!isTick || value[0] === field.value));
      if (at < 0) return;
      const value = left.splice(at, 1)[0][2];
      if (isTick) field.checked = value[1]; else field.value = value;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
    isWriting = false;
  }
  function note(form, text, offer) {
    let place = form.querySelector("[data-draft-note]");
    if (!place) {
      place = document.createElement("p");
      place.dataset.draftNote = "";
      place.className = "rl-saved";
      place.setAttribute("role", "status");
      form.prepend(place);
    }
    place.textContent = text;
    if (offer) place.append(" ", offer);
  }
  const clock = () => new Date().toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit" });
  const where = canLock ? "trên máy này" : "trong thẻ này; máy không mã hóa được nên đóng thẻ là mất";

  /* Một lần khóa tại một thời điểm; chữ mới nhất luôn được giữ. */
  const waiting = new Map();
  async function keep(form) {
    if (waiting.has(form)) { waiting.set(form, true); return; }
    do {
      waiting.set(form, false);
      const version = form.elements.version ? form.elements.version.value : "";
      const value = { fields: read(form), version, tab: form.dataset.tab || "", path: window.location.pathname };
      const locked = await lock(nameOf(form), value);
      if (waiting.get(form) !== "gone") store((kept) => kept.setItem(nameOf(form), locked));
    } while (waiting.get(form) === true);
    waiting.delete(form);
  }
  function drop(form) {
    if (waiting.has(form)) waiting.set(form, "gone");
    store((kept) => kept.removeItem(nameOf(form)));
  }
  window.rlDrafts = { read, write, keep, drop, canLock };

  /* Lần gửi trước đã thành công khi máy chủ đưa sang trang khác, hoặc về trang cũ với biểu mẫu mang tên mới (tên ghi
     phiên bản); trang có lỗi tự nhận lại chữ từ máy chủ, trang báo chưa nhận thì không có biểu mẫu nào. */
  const sent = JSON.parse(window.sessionStorage.getItem("gui") || "null");
  window.sessionStorage.removeItem("gui");
  const shown = Array.from(document.querySelectorAll("form[data-draft]")).map(nameOf);
  const isTaken = sent && (window.location.pathname !== sent[1] || (shown.length > 0 && !shown.includes(sent[0])));
  if (isTaken && user && !document.querySelector("[data-sign-in]")) {
    wipe((name) => name === sent[0]);
  }

  async function begin(form) {
    const before = read(form);
    form.addEventListener("input", () => { if (!isWriting) typed(form); });
    form.addEventListener("submit", () => {
      keep(form);
      window.sessionStorage.setItem("gui", JSON.stringify([nameOf(form), window.location.pathname]));
    });
    const kept = await unlock(nameOf(form));
    if (!kept) return;
    const isSame = JSON.stringify(kept.fields) === JSON.stringify(before);
    if (isSame) {
      if (!form.querySelector("[aria-invalid=true], [role=alert]")) drop(form);
      return;
    }
    const offer = new CustomEvent("draft:found", { detail: { kept, before }, cancelable: true });
    if (!form.dispatchEvent(offer)) return;
    const undo = document.createElement("button");
    undo.type = "button";
    undo.className = "btn btn-link btn-sm";
    undo.textContent = "Bỏ chữ đã giữ";
    undo.addEventListener("click", () => {
      write(form, before);
      drop(form);
      note(form, "Đã trở về bản đã lưu.");
      form.dispatchEvent(new CustomEvent("draft:undone"));
    });
    write(form, kept.fields);
    note(form, "Đã lấy lại chữ viết dở " + (canLock ? "trên máy này." : "trong thẻ này."), undo);
    form.dispatchEvent(new CustomEvent("draft:restored"));
  }
  const timers = new Map();
  function typed(form) {
    keep(form);
    if ("autosave" in form.dataset) return;
    window.clearTimeout(timers.get(form));
    timers.set(form, window.setTimeout(() => note(form, "Đã giữ chữ " + where + " lúc " + clock() + "."), 600));
  }
  /* Sau mọi tệp khác của trang: chúng còn kịp nghe draft:found. */
  document.addEventListener("DOMContentLoaded", () => {
    if (user) document.querySelectorAll("form[data-draft]").forEach(begin);
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    if (user) event.detail.elt.querySelectorAll("form[data-draft]").forEach(begin);
  });

  /* Đăng xuất: báo trước khi bỏ chữ chưa gửi */
  function warn(form, count) {
    const dialog = document.createElement("dialog");
    dialog.className = "rl-dialog p-4";
    dialog.setAttribute("aria-labelledby", "chua-gui");
    const title = document.createElement("h2");
    title.id = "chua-gui";
    title.className = "fs-5";
    title.textContent = "Còn chữ chưa gửi";
    const words = document.createElement("p");
    words.textContent = count + " biểu mẫu còn chữ chưa gửi. Đăng xuất thì chữ đó bị xóa khỏi máy này.";
    const buttons = document.createElement("div");
    buttons.className = "btn-set";
    const leave = document.createElement("button"), stay = document.createElement("button");
    stay.type = leave.type = "button";
    stay.className = "btn btn-primary";
    stay.textContent = "Ở lại để gửi";
    leave.className = "btn btn-outline-danger";
    leave.textContent = "Xóa chữ và đăng xuất";
    stay.addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => dialog.remove());
    leave.addEventListener("click", () => { wipe((name) => name.startsWith(OWN)); form.submit(); });
    buttons.append(stay, leave);
    dialog.append(title, words, buttons);
    document.body.append(dialog);
    dialog.showModal();
  }
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-wipe-drafts]")) return;
    const count = ownNames().length;
    if (!count) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    warn(event.target, count);
  }, true);
})();
