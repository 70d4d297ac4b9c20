package io.tidegate.lab.oracle;

/** Pages with what a script looks for in them. */
final class Pages {

  /** Links, forms with every kind of field, attributes and tables. */
  static final String SHOP =
      """
      <!DOCTYPE html>
      <html lang="en">
      <head><title>The shop</title><meta name="csrf" content="token-1"></head>
      <body>
      <h1 id="top" class="big red" data-count="3" data-user-name="ada">Welcome, <b>you</b></h1>
      <ul class="list">
        <li class="item first">one</li>
        <li class="item" data-price="2.5">two</li>
        <li class="item last" hidden>three</li>
      </ul>
      <p>See <a href="/echo/one?from=html" id="one">one</a>, <a href="relative">relative</a>
        and <a class="second" href="/redirect/1">second</a>.</p>
      <form id="order" action="/echo/order" method="post">
        <input type="hidden" name="csrf" value="token-1">
        <input type="text" name="who" value="ada">
        <input type="checkbox" name="extra" value="yes" checked>
        <input type="checkbox" name="never" value="no">
        <input type="radio" name="size" value="s">
        <input type="radio" name="size" value="m" checked>
        <input type="text" name="off" value="disabled" disabled>
        <select name="day"><option value="mon">Mon</option><option value="tue" selected>Tue</option></select>
        <select name="many" multiple><option selected>a</option><option>b</option><option selected>c</option></select>
        <textarea name="note">a note</textarea>
        <input type="submit" name="send" value="Send">
        <button type="submit" name="other" value="Other">Other</button>
      </form>
      <form id="search" action="/echo/search"><input name="q" value="seats &amp; dates"></form>
      <form class="bare"><input name="only" value="here"></form>
      <table><tr><th>k</th><th>v</th></tr><tr><td>a</td><td>1</td></tr></table>
      <!-- a comment -->
      </body>
      </html>
      """;

  private Pages() {}
}
