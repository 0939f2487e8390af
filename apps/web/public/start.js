/* docs/decisions/012 */
(function () {
  var page = document.documentElement;
  var base = page.getAttribute('data-base') || '';
  var isWall = page.className.indexOf('is-wall') >= 0;

  function hasStarted() {
    return document.readyState !== 'loading' && !document.getElementById('start');
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

  function ask(path) {
    var controller = new AbortController();
    var answer = fetch(base + path, {
      headers: { accept: 'application/json' },
      cache: 'no-store',
      redirect: 'error',
      signal: controller.signal,
    });
    answer.catch(function () {});
    window.firstAnswers[path] = { sentAt: Date.now(), answer: answer, controller: controller };
  }
  if (!isTooOld && !isWall && location.pathname !== base + '/sign-in') {
    window.firstAnswers = {};
    ask('/api/session');
    ask('/api/board');
  }

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
