// Pagers of two content systems: (pages, current from 0, name, ext) and (box, pages, current from 1, name, ext, total).
function createPageHTML() {
  var a = Array.prototype.slice.call(arguments), box = typeof a[0] === "string" ? a.shift() : "";
  var pages = a[0], current = box ? a[1] : a[1] + 1, name = a[2], ext = a[3], html = "";
  for (var k = 1; k <= pages; k++) {
    var file = k === 1 ? name : name + "_" + (box ? k : k - 1);
    html += k === current ? "<b> " + k + " </b>" : '<a href="' + file + "." + ext + '">' + k + "</a>";
  }
  html = pages > 1 ? "共" + pages + "页　" + html : "";
  if (box) { document.getElementById(box).innerHTML = html; } else { document.write(html); }
}
