// Runs before the page is painted, so that large print does not jump in.
try {
  if (localStorage.getItem("large-print") === "on") document.documentElement.classList.add("large-print");
} catch { /* storage is closed in some private windows: the page is then in normal print */ }
