package io.tidegate.api.sale;

import static io.tidegate.api.call.Access.ANYBODY;
import static io.tidegate.api.call.Operation.BASE;
import static io.tidegate.api.call.Operation.get;

import io.tidegate.api.call.Operation;
import io.tidegate.api.document.DocumentCache;
import io.tidegate.api.document.DocumentType;
import io.tidegate.api.reply.Problems;
import io.tidegate.api.reply.States;
import io.tidegate.core.Result;
import io.tidegate.engine.view.OfferView;
import io.tidegate.engine.view.SaleView;
import io.tidegate.engine.view.Views;
import io.tidegate.http.json.JsonWriter;
import io.tidegate.http.server.Exchange;
import io.tidegate.http.server.Response;
import java.util.List;

/** What is on offer and how much of it is left. Any event loop. */
public final class OfferOperations {

  private final Views views;
  private final DocumentCache documents;

  /** Reads these views. */
  public OfferOperations(Views views, DocumentCache documents) {
    this.views = views;
    this.documents = documents;
  }

  /** Its operations. */
  public List<Operation> operations() {
    return List.of(get("getOffer", BASE + "/offers/{offerId}", ANYBODY).replying(this::offer));
  }

  private Response offer(Exchange exchange) {
    long id = exchange.number("offerId");
    OfferView offer = views.offer(id);
    SaleView sale = offer == null ? null : views.sale(offer.sale());
    if (offer == null || sale == null) return Problems.unknown(Result.Kind.OFFER, id);
    // A sum, not a maximum: it grows with every change of either, in whatever order they appear.
    long version = offer.version() + sale.version();
    return documents.answer(exchange, DocumentType.OFFER, id, version, () -> encode(offer, sale));
  }

  private static byte[] encode(OfferView offer, SaleView sale) {
    JsonWriter json = new JsonWriter(256).beginObject();
    json.member("offerId", offer.offer()).member("name", offer.name());
    json.member("total", offer.total()).member("available", offer.available());
    json.member("held", offer.held()).member("issued", offer.issued());
    json.member("state", States.word(sale.state()));
    json.timeMember("opensAt", sale.opensAtMs()).timeMember("closesAt", sale.closesAtMs());
    return json.endObject().toBytes();
  }
}
