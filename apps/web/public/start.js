/*
 * Tells why the app does not start, where it does not. Written in the language of 1999 and served as it is, because the oldest
 * browsers have to read it. The app takes the place of what stands in #start; until then this speaks.
 */
(function () {
  var page = document.documentElement;
  var isWall = page.className.indexOf('is-wall') >= 0;

  function hasStarted() {
    return !document.getElementById('start');
  }
  function tell(what) {
    if (!hasStarted() && page.className.indexOf(what) < 0) page.className += ' ' + what;
  }
  function supports(condition) {
    return Boolean(window.CSS && window.CSS.supports && window.CSS.supports(condition));
  }

  // Scripts of the app are modules; what its style sheets ask for last came to Chromium in 105 and to Firefox in 121.
  var isTooOld =
    !('noModule' in document.createElement('script')) ||
    (!isWall && !(supports('(container-type: inline-size)') && supports('selector(:has(a))')));
  if (isTooOld) tell('too-old');

  // A file that did not come is an error of its element, which does not bubble; what cannot be parsed or run is one of the window.
  window.addEventListener(
    'error',
    function (event) {
      tell(/SyntaxError/.test(event.message || '') ? 'too-old' : 'not-started');
    },
    true,
  );
  window.addEventListener('unhandledrejection', function () {
    tell('not-started');
  });

  // Nobody comes to a wall to load it again; and a reload that met no page of ours would be its last.
  function tryAgain() {
    if (hasStarted()) return;
    var request = new XMLHttpRequest();
    request.open('GET', location.href);
    request.onload = function () {
      if (request.status === 200 && request.responseText.indexOf('id="start"') > 0) location.reload();
    };
    request.send();
  }
  if (isWall) setInterval(tryAgain, 60000);
})();
