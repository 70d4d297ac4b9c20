package io.tidegate.lab.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code k6/html}. */
@Timeout(60)
class HtmlModuleTest {

  private static final String PAGE =
      """
      import { parseHTML } from 'k6/html';
      const doc = parseHTML(`<title>Shop</title><h1 id=top class="big red" data-left=3 data-user-name=ada
        data-of='{"a":[1]}'>Hi, <b>you</b> &amp; me<br></h1>
      <ul><li class=first>one<li data-price=5>two<li class=last>three</ul>
      <form id=order action=/buy method=POST><input name=who value="a&amp;b"><input name=none>
        <input type=checkbox name=box checked><input type=submit name=go value=Go>
        <select name=day><option value=mon>Monday<option selected>tue</select>
        <select name=many multiple><option selected>x<option>y<option selected>z</select>
        <textarea name=note>a
      b</textarea><label for=f>L</label><input id=f disabled></form>
      <a href="https://u@shop.test:81/p/q?x=1#f">go</a>`);
      """;

  @TempDir private Path folder;

  private List<String> lines(String body) throws Exception {
    return ScriptLines.of(folder, PAGE, body);
  }

  @Test
  void a_selection_finds_its_way_through_a_page() throws Exception {
    assertThat(
            lines(
                """
                const li = doc.find('li');
                const texts = s => s.map((_, one) => one.text()).join();
                console.log(li.size(), texts(li.slice(1)), texts(li.slice(-2, -1)), texts(li.eq(-1)));
                console.log(texts(li.first().nextAll()), texts(li.last().prev()), texts(li.last().prevAll()));
                console.log(texts(li.not('.first')), texts(li.filter('[data-price]')), texts(li.filter(i => i > 1)));
                console.log(texts(li.first().nextUntil('.last')), texts(li.eq(1).siblings()), li.parent().size());
                console.log(doc.find('b').parents().map((_, one) => one.get(0).nodeName()).join(),
                  doc.find('b').parentsUntil('body').size(), doc.find('b').closest('h1').attr('id'));
                console.log(li.index(), li.last().index(), li.last().index('li'), li.index(li.eq(1)), li.index('p'));
                console.log(li.is('.last'), li.first().is('.last'), doc.find('ul').has('.last').size(),
                  li.add('h1').size(), doc.find('ul').find('li').end().size());
                console.log(doc.find('li:nth-child(2)').text(), doc.find('li:contains(three)').size(),
                  doc.find('option:selected').size(), doc.find('li[').size(), doc.find('ul').find('body li').size());
                console.log(doc.find('h1').contents().size(), doc.find('h1').children().size(), li.toArray().length);
                const seen = [];
                console.log(li.each((i, one) => seen.push(i + one.nodeName())) !== undefined, seen.join());
                """))
        .containsExactly(
            "3 two,three two three",
            "two,three two two,one",
            "two,three two three",
            "two one,three 1",
            "h1,body,html 1 top",
            "0 2 2 1 -1",
            "true false 1 4 1",
            "two 1 3 0 3",
            "4 2 3",
            "true 0li,1li,2li");
  }

  @Test
  void a_selection_tells_texts_attributes_and_values() throws Exception {
    assertThat(
            lines(
                """
                const h1 = doc.find('h1');
                console.log(h1.text(), '|', h1.html());
                console.log(h1.attr('class'), h1.attr('none'), h1.attr('none', 'given'));
                console.log(JSON.stringify(h1.data()), h1.data('userName'), typeof h1.data('left'));
                const form = doc.find('form');
                console.log(form.serialize());
                console.log(JSON.stringify(form.serializeObject()));
                console.log(doc.find('[name=box]').val(), doc.find('p').val(), doc.find('[name=day]').val());
                """))
        .containsExactly(
            "Hi, you & me | Hi, <b>you</b> &amp; me<br/>",
            "big red undefined given",
            "{\"left\":3,\"userName\":\"ada\",\"of\":{\"a\":[1]}} ada number",
            "day=tue&many=x&many=z&none=&note=a%0Ab&who=a%26b",
            "{\"who\":\"a&b\",\"none\":\"\",\"day\":\"tue\",\"many\":[\"x\",\"z\"],\"note\":\"a\\nb\"}",
            "on undefined tue");
  }

  @Test
  void an_element_tells_what_its_kind_has() throws Exception {
    assertThat(
            lines(
                """
                const one = selector => doc.find(selector).get(0);
                const a = one('a');
                console.log(a.protocol(), a.username(), a.host(), a.hostname(), a.port(), a.pathname(), a.search(), a.hash());
                console.log(one('form').method(), one('form').action(), one('form').enctype(), one('form').length());
                console.log(one('select').selectedIndex(), one('select').value(), one('option').index(), one('option').value());
                console.log(one('#f').disabled(), one('#f').labels().length, one('#f').form().id(), one('label').control().id());
                const h1 = one('h1');
                console.log(h1.nodeName(), h1.nodeType(), h1.classList().join(), h1.getAttribute('id'), h1.hasAttribute('x'));
                console.log(h1.childNodes().map(n => n.nodeName()).join(), h1.firstChild().nodeValue(), h1.lastElementChild().nodeName());
                console.log(h1.nextElementSibling().nodeName(), h1.parentElement().nodeName(), h1.ownerDocument().nodeType());
                console.log(h1.isSameNode(one('#top')), h1.isEqualNode(one('ul')), h1.contains(one('b')), h1.matches('.red'));
                console.log(h1.attributes()['data-left'].value, h1.querySelector('b').textContent(), h1.querySelector('u'));
                console.log(one('zzz'), one('html').parentElement());
                """))
        .containsExactly(
            "https u shop.test:81 shop.test 81 /p/q ?x=1 #f",
            "post /buy application/x-www-form-urlencoded 8",
            "1 tue 0 mon",
            "true 1 order f",
            "h1 1 big,red top false",
            "#text,b,#text,br Hi,  br",
            "ul body 9",
            "true false true true",
            "3 you undefined",
            "undefined undefined");
  }
}
