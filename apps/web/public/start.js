/* docs/decisions/012 */
(function () {
  var page = document.documentElement;
  var isWall = page.className.indexOf('is-wall') >= 0;

  function hasStarted() {
    return !document.getElementById('start');
  }
  function show(what) {
    if (!hasStarted() && page.className.indexOf(what) < 0) page.className += ' ' + what;
  }
  function supports(condition) {
    return Boolean(window.CSS && window.CSS.supports && window.CSS.supports(condition));
  }

  var isTooOld =
    !('noModule' in document.createElement('script')) ||
    (!isWall && !(supports('(container-type: inline-size)') && supports('selector(:has(a))')));
  if (isTooOld) show('too-old');

  window.addEventListener(
    'error',
    function (event) {
      show(/SyntaxError/.test(event.message || '') ? 'too-old' : 'not-started');
    },
    true,
  );
  window.addEventListener('unhandledrejection', function () {
    show('not-started');
  });

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
