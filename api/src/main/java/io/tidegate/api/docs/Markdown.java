package io.tidegate.api.docs;

import io.tidegate.http.page.PageLanguage;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.Heading;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.commonmark.renderer.text.TextContentRenderer;

/**
 * Makes the HTML of one document: headings can be led to, links between documents lead to their
 * pages, and links to what is not served lead nowhere.
 */
final class Markdown {

  private static final List<Extension> TABLES = List.of(TablesExtension.create());
  private static final Parser PARSER = Parser.builder().extensions(TABLES).build();
  private static final TextContentRenderer TEXT = TextContentRenderer.builder().build();

  private final Set<String> served;
  private final URI base;
  private final PageLanguage language;

  /**
   * @param served the names of all documents
   * @param name of this one
   * @param language of the pages that its links lead to
   */
  Markdown(Set<String> served, String name, PageLanguage language) {
    this.served = served;
    base = URI.create("/docs/" + name);
    this.language = language;
  }

  String html(String text) {
    HtmlRenderer renderer =
        HtmlRenderer.builder()
            .extensions(TABLES)
            .attributeProviderFactory(_ -> this::attributes)
            .build();
    return renderer
        .render(PARSER.parse(text))
        .replace("<table>", "<div class=\"wide\"><table>")
        .replace("</table>", "</table></div>");
  }

  private void attributes(Node node, String tag, Map<String, String> attributes) {
    if (node instanceof Heading) attributes.put("id", anchor(TEXT.render(node)));
    if (node instanceof TableBlock) attributes.remove("align");
    if (node instanceof Link link) lead(link.getDestination(), attributes);
  }

  /** As it is made where the documents are kept, so that their links hold. */
  private static String anchor(String heading) {
    return heading
        .strip()
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{N} _-]", "")
        .replace(' ', '-');
  }

  private void lead(String destination, Map<String, String> attributes) {
    if (destination.startsWith("#") || destination.startsWith("https://")) return;
    URI target = base.resolve(destination.replace(' ', '+'));
    String path = target.getPath();
    String name = path.startsWith("/docs/") ? path.substring("/docs/".length()) : "";
    String anchor = target.getRawFragment() == null ? "" : "#" + target.getRawFragment();
    if (served.contains(name)) attributes.put("href", language.link(path + anchor));
    else if (path.endsWith("/openapi.json")) attributes.put("href", "/openapi.json");
    else attributes.remove("href");
  }
}
