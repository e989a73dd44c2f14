/* On the first step: what only freight has is hidden while a private trip is chosen. */
const kinds = document.querySelectorAll("input[name='trip_kind']");
const onlyFreight = ["id_goods_class_field", "id_is_hazardous_field"]
  .map((id) => document.getElementById(id))
  .filter(Boolean);

function show() {
  const isPrivate = [...kinds].some((kind) => kind.checked && kind.value === "private");
  for (const field of onlyFreight) field.hidden = isPrivate;
}

for (const kind of kinds) kind.addEventListener("change", show);
show();
