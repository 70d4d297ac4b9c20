package io.tidegate.api.admin;

import io.tidegate.api.call.QueryParameter;
import io.tidegate.api.json.Field;
import io.tidegate.http.json.JsonWriter;
import io.tidegate.http.server.Exchange;
import io.tidegate.http.server.Response;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.BiConsumer;
import java.util.function.ToLongFunction;

/**
 * One page of a list: {@code ?after=} the last id of the page before, {@code ?limit=} how many. Ids
 * rather than page numbers, so that nothing is skipped or told twice while things are being made.
 */
final class ListPage {

  /** The query parameters of an operation that lists. */
  static final String[] QUERIES = {"after", "limit"};

  private static final int USUAL = 100;
  private static final int MOST = 1_000;
  private static final int BYTES_EACH = 256;

  private ListPage() {}

  /**
   * The page that was asked for.
   *
   * @param all in any order; one pass over it, with no more kept than the page
   */
  static <V> Response of(
      Exchange exchange, Collection<V> all, ToLongFunction<V> id, BiConsumer<JsonWriter, V> write) {
    long after = QueryParameter.number(exchange, "after", 0, Field.ID_MAX, 0);
    int limit = (int) QueryParameter.number(exchange, "limit", 1, MOST, USUAL);
    List<V> page = lowest(all, id, after, limit + 1);
    boolean more = page.size() > limit;
    if (more) page.removeLast();
    JsonWriter json = new JsonWriter(64 + BYTES_EACH * page.size()).beginObject();
    json.name("items").beginArray();
    page.forEach(each -> write.accept(json, each));
    json.endArray().name("next");
    if (more) json.value(id.applyAsLong(page.getLast()));
    else json.nullValue();
    return Response.json(200, json.endObject());
  }

  /** The {@code limit} lowest above {@code after}, in order. */
  private static <V> List<V> lowest(
      Collection<V> all, ToLongFunction<V> id, long after, int limit) {
    PriorityQueue<V> lowest =
        new PriorityQueue<>((a, b) -> Long.compare(id.applyAsLong(b), id.applyAsLong(a)));
    for (V each : all) {
      if (id.applyAsLong(each) <= after) continue;
      if (lowest.size() == limit) {
        if (id.applyAsLong(each) > id.applyAsLong(lowest.element())) continue;
        lowest.remove();
      }
      lowest.add(each);
    }
    List<V> inOrder = new ArrayList<>(lowest);
    inOrder.sort((a, b) -> Long.compare(id.applyAsLong(a), id.applyAsLong(b)));
    return inOrder;
  }
}
