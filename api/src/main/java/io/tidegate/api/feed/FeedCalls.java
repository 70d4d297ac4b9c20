package io.tidegate.api.feed;

import io.tidegate.api.call.Calls;
import io.tidegate.api.call.Numbers;
import io.tidegate.api.call.Routes;
import io.tidegate.api.document.Documents;
import io.tidegate.api.document.Kind;
import io.tidegate.api.json.Field;
import io.tidegate.api.json.MalformedException;
import io.tidegate.api.page.PageLanguage;
import io.tidegate.api.reply.Answers;
import io.tidegate.api.reply.ProblemType;
import io.tidegate.engine.view.FeedView;
import io.tidegate.engine.view.PostView;
import io.tidegate.engine.view.Views;
import io.tidegate.http.json.JsonWriter;
import io.tidegate.http.server.Exchange;
import io.tidegate.http.server.Response;
import io.tidegate.http.server.Router;
import io.tidegate.http.wire.Refusals;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The posts, read. Any event loop. */
public final class FeedCalls implements Routes {

  private static final int USUAL = 20;
  private static final int MOST = 100;
  private static final int BYTES_EACH = 768;

  /** Of a document's id, the bits for how many posts it holds. */
  private static final int LIMIT_BITS = 7;

  /** And the highest one, for the language of a page. */
  private static final int LANGUAGE_SHIFT = 55;

  private final Calls calls;
  private final Views views;
  private final Documents documents;

  /** Reads these views. */
  public FeedCalls(Calls calls, Views views, Documents documents) {
    this.calls = calls;
    this.views = views;
    this.documents = documents;
  }

  @Override
  public void addTo(Router.Builder router) {
    router.get(Answers.BASE + "/feed", calls.handler(this::feed), "limit", "before");
    router.get(Answers.BASE + "/posts/{postId}", calls.handler(this::post));
    router.get("/feed", this::page, "before", "lang");
  }

  private @Nullable Response feed(Exchange exchange) {
    int limit = (int) Numbers.query(exchange, "limit", 1, MOST, USUAL);
    FeedSlice slice = slice(exchange, limit);
    boolean common = slice.isFirst() && (limit == USUAL || limit == MOST);
    Kind kind = common ? Kind.FEED : Kind.FEED_ELSEWHERE;
    return documents.answer(
        exchange,
        kind,
        id(slice, limit),
        slice.version(),
        () -> encode(slice),
        UnaryOperator.identity(),
        calls::replyLater);
  }

  /** A browser that asks for no page there can be is told so as by the router: by a page. */
  private void page(Exchange exchange) {
    FeedSlice slice;
    try {
      slice = slice(exchange, USUAL);
    } catch (MalformedException e) {
      exchange.refuse(Refusals.MALFORMED.because(e.text()));
      return;
    }
    calls.handler(asked -> page(asked, slice)).handle(exchange);
  }

  private @Nullable Response page(Exchange exchange, FeedSlice slice) {
    Kind kind = slice.isFirst() ? Kind.FEED_PAGE : Kind.FEED_PAGE_ELSEWHERE;
    PageLanguage language = PageLanguage.of(exchange);
    return documents.answer(
        exchange,
        kind,
        (long) language.ordinal() << LANGUAGE_SHIFT | id(slice, USUAL),
        slice.version(),
        () -> FeedPage.html(slice, language),
        response -> FeedPage.secured(response, language),
        calls::replyLater);
  }

  private FeedSlice slice(Exchange exchange, int limit) {
    long before = Numbers.query(exchange, "before", 1, Field.ID_MAX, Field.ID_MAX);
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
    return Answers.json(200, json);
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
