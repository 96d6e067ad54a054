// What was kept on the phone, filled into its form again; false where the form is not on this page.
export function fillIn({ path, fields }, once) {
  const mark = [...document.querySelectorAll("input[name=once][data-what]")].find((one) => leadsTo(one.form, path));
  if (!mark) return false;
  const form = mark.form;
  const typed = new Map();
  for (const [name, value] of fields) typed.set(name, [...(typed.get(name) ?? []), value]);
  for (const element of form.elements) {
    if (!element.name || element === mark || ["csrfmiddlewaretoken", "opened"].includes(element.name)) continue;
    fill(element, typed.get(element.name) ?? []);
  }
  mark.value = once;
  form.dispatchEvent(new Event("change", { bubbles: true }));
  return true;
}

function leadsTo(form, path) {
  const { pathname, search } = new URL(form.getAttribute("action") || location.href, location.href);
  return pathname + search === path;
}

function fill(element, values) {
  if (/^(checkbox|radio)$/.test(element.type)) element.checked = values.includes(element.value);
  else if (element.type === "file") element.files = files(values);
  else if (element.multiple) [...element.options].forEach((option) => (option.selected = values.includes(option.value)));
  else if (element.tagName !== "BUTTON" && values.length) element.value = values[0];
}

function files(values) {
  const chosen = new DataTransfer();
  values.filter((value) => value instanceof File && value.size).forEach((file) => chosen.items.add(file));
  return chosen.files;
}
