package io.tidegate.api.sale;

import static io.tidegate.api.reply.Answers.BASE;

import io.tidegate.api.call.Calls;
import io.tidegate.api.call.Routes;
import io.tidegate.api.document.Documents;
import io.tidegate.api.document.Kind;
import io.tidegate.api.reply.Replies;
import io.tidegate.core.Result;
import io.tidegate.engine.view.OfferView;
import io.tidegate.engine.view.SaleView;
import io.tidegate.engine.view.Views;
import io.tidegate.http.json.JsonWriter;
import io.tidegate.http.server.Exchange;
import io.tidegate.http.server.Response;
import io.tidegate.http.server.Router;
import java.util.Locale;

/** What is on offer and how much of it is left. Any event loop. */
public final class OfferCalls implements Routes {

  private final Calls calls;
  private final Views views;
  private final Documents documents;

  /** Reads these views. */
  public OfferCalls(Calls calls, Views views, Documents documents) {
    this.calls = calls;
    this.views = views;
    this.documents = documents;
  }

  @Override
  public void addTo(Router.Builder router) {
    router.get(BASE + "/offers/{offerId}", calls.handler(this::offer));
  }

  private Response offer(Exchange exchange) {
    long id = exchange.number("offerId");
    OfferView offer = views.offer(id);
    SaleView sale = offer == null ? null : views.sale(offer.sale());
    if (offer == null || sale == null) return Replies.unknown(Result.Kind.OFFER, id);
    // A sum, not a maximum: it grows with every change of either, in whatever order they appear.
    long version = offer.version() + sale.version();
    return documents.answer(exchange, Kind.OFFER, id, version, () -> encode(offer, sale));
  }

  private static byte[] encode(OfferView offer, SaleView sale) {
    JsonWriter json = new JsonWriter(256).beginObject();
    json.member("offerId", offer.offer()).member("name", offer.name());
    json.member("total", offer.total()).member("available", offer.available());
    json.member("held", offer.held()).member("issued", offer.issued());
    json.member("state", sale.state().name().toLowerCase(Locale.ROOT));
    json.timeMember("opensAt", sale.opensAtMs()).timeMember("closesAt", sale.closesAtMs());
    return json.endObject().toBytes();
  }
}
