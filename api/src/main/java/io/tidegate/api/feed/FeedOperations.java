package io.tidegate.api.feed;

import static io.tidegate.api.call.Access.ANYBODY;
import static io.tidegate.api.call.Operation.BASE;
import static io.tidegate.api.call.Operation.get;

import io.tidegate.api.call.Operation;
import io.tidegate.api.call.QueryParameter;
import io.tidegate.api.document.DocumentCache;
import io.tidegate.api.document.DocumentType;
import io.tidegate.api.json.Field;
import io.tidegate.api.json.MalformedException;
import io.tidegate.api.reply.ProblemType;
import io.tidegate.engine.view.FeedView;
import io.tidegate.engine.view.PostView;
import io.tidegate.engine.view.Views;
import io.tidegate.http.json.JsonWriter;
import io.tidegate.http.page.PageLanguage;
import io.tidegate.http.server.Exchange;
import io.tidegate.http.server.Response;
import io.tidegate.http.wire.Refusals;
import java.util.List;
import java.util.function.UnaryOperator;

/** The posts, read. Any event loop. */
public final class FeedOperations {

  private static final int USUAL = 20;
  private static final int MOST = 100;
  private static final int BYTES_EACH = 768;

  /** Of a document's id, the bits for how many posts it holds. */
  private static final int LIMIT_BITS = 7;

  /** And the highest one, for the language of a page. */
  private static final int LANGUAGE_SHIFT = 55;

  private final Views views;
  private final DocumentCache documents;

  /** Reads these views. */
  public FeedOperations(Views views, DocumentCache documents) {
    this.views = views;
    this.documents = documents;
  }

  /** Its operations. */
  public List<Operation> operations() {
    return List.of(
        get("getFeed", BASE + "/feed", ANYBODY).queries("limit", "before").by(this::feed),
        get("getPost", BASE + "/posts/{postId}", ANYBODY).replying(this::post),
        get("getFeedPage", "/feed", ANYBODY)
            .queries("before", PageLanguage.PARAMETER)
            .by(this::page));
  }

  private void feed(Exchange exchange) {
    int limit = (int) QueryParameter.number(exchange, "limit", 1, MOST, USUAL);
    FeedSlice slice = slice(exchange, limit);
    boolean common = slice.isFirst() && (limit == USUAL || limit == MOST);
    DocumentType type = common ? DocumentType.FEED : DocumentType.FEED_ELSEWHERE;
    documents.reply(
        exchange,
        type,
        id(slice, limit),
        slice.version(),
        () -> encode(slice),
        UnaryOperator.identity());
  }

  /** A browser that asks for no page there can be is told so as by the router: by a page. */
  private void page(Exchange exchange) {
    try {
      page(exchange, slice(exchange, USUAL));
    } catch (MalformedException e) {
      exchange.refuse(Refusals.MALFORMED.because(e.text()));
    }
  }

  private void page(Exchange exchange, FeedSlice slice) {
    DocumentType type = slice.isFirst() ? DocumentType.FEED_PAGE : DocumentType.FEED_PAGE_ELSEWHERE;
    PageLanguage language = PageLanguage.of(exchange);
    documents.reply(
        exchange,
        type,
        (long) language.ordinal() << LANGUAGE_SHIFT | id(slice, USUAL),
        slice.version(),
        () -> FeedPage.html(slice, language),
        response -> FeedPage.secured(response, language));
  }

  private FeedSlice slice(Exchange exchange, int limit) {
    long before = QueryParameter.number(exchange, "before", 1, Field.ID_MAX, Field.ID_MAX);
    return FeedSlice.of(views.feed(), before, limit);
  }

  /**
   * Tells pages of one kind apart. The first page is always the same one, 0, so that others count
   * from 1: there is one before post 1, which is empty.
   */
  private static long id(FeedSlice slice, int limit) {
    return (slice.isFirst() ? 0 : (slice.newest() + 1) << LIMIT_BITS) + limit;
  }

  private static byte[] encode(FeedSlice slice) {
    JsonWriter json = new JsonWriter(64 + BYTES_EACH * slice.size()).beginObject();
    json.name("posts").beginArray();
    slice.forEach(post -> write(json, post));
    json.endArray().name("next");
    if (slice.hasMore()) json.value(slice.oldest());
    else json.nullValue();
    return json.endObject().toBytes();
  }

  private Response post(Exchange exchange) {
    long id = exchange.number("postId");
    FeedView feed = views.feed();
    if (id < feed.oldest() || id > feed.newest()) return ProblemType.NOT_FOUND.response();
    JsonWriter json = new JsonWriter(BYTES_EACH);
    write(json, feed.post(id));
    return Response.json(200, json);
  }

  private static void write(JsonWriter json, PostView post) {
    json.beginObject()
        .member("postId", post.post())
        .member("author", post.author())
        .member("title", post.title())
        .member("text", post.text())
        .timeMember("postedAt", post.postedMs())
        .endObject();
  }
}
