// Large type: <button data-text-size="large" aria-pressed="false">. The server reads the cookie
// and writes data-text-size on <html>, so the next page begins in the right size.
export function allowTextSize() {
  const buttons = () => document.querySelectorAll("button[data-text-size]");
  const say = (size) =>
    buttons().forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.textSize === size)));
  say(document.documentElement.dataset.textSize ?? "normal");
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-text-size]");
    if (!button) return;
    const now = document.documentElement.dataset.textSize ?? "normal";
    const size = now === button.dataset.textSize ? "normal" : button.dataset.textSize;
    document.documentElement.dataset.textSize = size;
    document.cookie = `text_size=${size}; path=/; max-age=31536000; samesite=lax`;
    say(size);
  });
}
