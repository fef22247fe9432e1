/* Hộp duyệt: phím j/k/a/r/x/?, và đồng hồ đếm ngược của Hoàn tác. Mọi việc đều có nút hoặc liên kết làm được như vậy. */
(function () {
  "use strict";
  const OFF = "phim-tat-tat";
  const list = document.querySelector("[data-inbox-rows]");
  const keys = document.getElementById("phim-tat");
  const question = document.getElementById("hoi-duyet");
  const status = document.getElementById("hop-duyet-bao");
  const isWide = window.matchMedia("(min-width: 62rem)");

  function isOff() {
    try { return window.localStorage.getItem(OFF) === "1"; } catch { return false; }
  }
  function say(words) { if (status) status.textContent = words; }
  function isTyping(target) {
    return target instanceof Element && target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");
  }
  const decision = () => document.getElementById("quyet-dinh");
  const links = () => (list ? Array.from(list.querySelectorAll("[data-inbox-row] a")) : []);
  const current = (all) => all.findIndex((link) => link.getAttribute("aria-current") === "true");

  /* j, k: trên màn hình rộng chỉ thay bên phải, dấu chọn ở danh sách còn nguyên */
  function move(step) {
    const all = links();
    if (!all.length) return;
    const focused = all.indexOf(document.activeElement);
    const from = focused >= 0 ? focused : current(all);
    const at = from < 0 ? 0 : Math.min(Math.max(from + step, 0), all.length - 1);
    const link = all[at];
    say(link.textContent.trim() + ", " + (at + 1) + "/" + all.length);
    link.focus();
    link.scrollIntoView({ block: "nearest" });
    if (link.getAttribute("aria-current") === "true") return;
    if (!isWide.matches) { if (!link.offsetParent) window.location.assign(link.href); return; }
    if ("opensBeside" in link.dataset) open(link);
  }
  function open(link) {
    links().forEach((one) => {
      const isOpen = one === link;
      if (isOpen) one.setAttribute("aria-current", "true"); else one.removeAttribute("aria-current");
      one.closest("[data-inbox-row]").classList.toggle("is-open", isOpen);
    });
    window.history.replaceState(null, "", link.href);
    window.htmx.ajax("GET", link.href, { target: "#chi-tiet", swap: "innerHTML" });
  }

  /* a: hỏi lại, Enter là xong; còn ô bắt buộc bỏ trống thì tới ô đó */
  function approve() {
    const form = decision();
    if (!form) { say("Hồ sơ đang mở không duyệt được ở đây."); return; }
    const asked = form.querySelectorAll("#ly_do_thay, [name=minutes_no], [name=minutes_on]");
    const empty = Array.from(asked).find((box) => !box.value.trim());
    if (empty) { empty.focus(); say("Điền ô này trước khi duyệt."); return; }
    const button = form.querySelector("[data-approves]");
    document.getElementById("hoi-duyet-t").textContent = button.textContent.trim().split(" và mở")[0] + " " + form.dataset.name + "?";
    const go = document.getElementById("hoi-duyet-lam");
    go.querySelector("span").textContent = button.textContent.trim();
    question.showModal();
    go.focus();
  }
  function sendBack() {
    const box = document.getElementById("ly_do");
    if (!box) { say("Hồ sơ đang mở không trả lại được ở đây."); return; }
    box.focus();
    box.scrollIntoView({ block: "center" });
  }
  function choose() {
    const all = links();
    const focused = all.indexOf(document.activeElement);
    const link = all[focused >= 0 ? focused : current(all)];
    const box = link && link.closest("[data-inbox-row]").querySelector("input[name=ids]");
    if (!box) { say("Dòng này được trả lời ở trang riêng."); return; }
    box.click();
    say((box.checked ? "Đã chọn " : "Đã bỏ chọn ") + link.textContent.trim());
  }

  const ACTS = { j: () => move(1), k: () => move(-1), a: approve, r: sendBack, x: choose };
  document.addEventListener("keydown", (event) => {
    if (!keys || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isTyping(event.target)) return;
    if (document.querySelector("dialog[open]")) return;
    if (event.key === "?") { event.preventDefault(); keys.showModal(); return; }
    const act = ACTS[event.key];
    if (!act || isOff()) return;
    event.preventDefault();
    act();
  });

  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element)) return;
    if (event.target.closest("[data-open-keys]")) keys.showModal();
    const shut = event.target.closest("[data-shuts-dialog]");
    if (shut) shut.closest("dialog").close();
    if (event.target.closest("#hoi-duyet-lam")) {
      question.close();
      const form = decision();
      form.requestSubmit(form.querySelector("[data-approves]"));
    }
  });
  const allowed = document.getElementById("bat-phim-tat");
  if (allowed) {
    allowed.checked = !isOff();
    allowed.addEventListener("change", () => {
      try {
        if (allowed.checked) window.localStorage.removeItem(OFF); else window.localStorage.setItem(OFF, "1");
      } catch { say("Trình duyệt không cho ghi nhớ lựa chọn này."); }
    });
  }

  /* Hoàn tác: còn bao lâu, mỗi giây một lần; hết giờ thì cất nút */
  const clocks = Array.from(document.querySelectorAll("[data-until]"));
  function tick() {
    clocks.forEach((place) => {
      const left = Math.floor((Date.parse(place.dataset.until) - Date.now()) / 1000);
      if (left > 0) {
        place.textContent = "trong " + Math.floor(left / 60) + ":" + String(left % 60).padStart(2, "0");
        return;
      }
      place.textContent = "đã hết giờ";
      const button = place.closest("li, form").querySelector("button");
      if (button) button.disabled = true;
    });
  }
  if (clocks.length) { tick(); window.setInterval(tick, 1000); }
})();
