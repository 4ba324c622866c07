// The one script of a page: beside each key message a button that copies it with its citation.
// Without it the message and, folded, its citation are there all the same.
(function () {
  'use strict';
  function selected(text) {
    var field = document.createElement('textarea');
    field.className = 'unseen';
    field.value = text;
    document.body.appendChild(field);
    field.select();
    var done = document.execCommand('copy');
    field.remove();
    return done;
  }
  function words(element) {
    return element.textContent.replace(/\s+/g, ' ').trim();
  }
  function add(message) {
    var said = message.querySelector('p');
    var citation = message.querySelector('details p');
    if (!said || !citation) { return; }
    var text = said.cloneNode(true);
    text.querySelectorAll('.mark').forEach(function (mark) { mark.remove(); });
    var button = document.createElement('button');
    var status = document.createElement('span');
    var place = document.createElement('p');
    button.type = 'button';
    button.textContent = 'Copy with citation';
    status.setAttribute('role', 'status');
    place.className = 'copy';
    place.append(button, status);
    message.append(place);
    button.addEventListener('click', function () {
      var whole = words(text) + '\n' + words(citation);
      function tell(done) { status.textContent = done ? 'Copied' : 'Not copied: select the words'; }
      if (navigator.clipboard && navigator.clipboard.writeText) {
        navigator.clipboard.writeText(whole).then(function () { tell(true); },
          function () { tell(selected(whole)); });
      } else {
        tell(selected(whole));
      }
    });
  }
  document.querySelectorAll('.message').forEach(add);
}());
