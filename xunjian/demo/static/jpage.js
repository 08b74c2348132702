// Shows the rows of an XML island and asks the data address for the further pages.
function jpage(selector, options) {
  var box = document.querySelector(selector), pager = box.querySelector(".default_pgContainer");
  var list = document.createElement("ul");
  function show(xml) {
    list.innerHTML = (xml.match(/<record><!\[CDATA\[[\s\S]*?\]\]>/g) || [])
      .map(function (part) { return part.slice(17, -3); }).join("");
  }
  function turn(page) {
    var from = (page - 1) * options.perPage + 1, form = new URLSearchParams(options.ajaxParam);
    fetch(options.proxyUrl + "?startrecord=" + from + "&endrecord=" + (from + options.perPage - 1) +
      "&perpage=" + options.perPage, { method: "POST", body: form })
      .then(function (answer) { return answer.text(); }).then(show);
  }
  show(box.querySelector("script").textContent);
  box.insertBefore(list, pager);
  pager.className += " pager";
  if (!options.totalRecord) { pager.textContent = "暂无内容"; }
  for (var k = 1; options.totalPage > 1 && k <= options.totalPage; k++) {
    var a = document.createElement("a");
    a.href = "javascript:;"; a.textContent = k;
    a.onclick = turn.bind(null, k);
    pager.appendChild(a);
  }
}
