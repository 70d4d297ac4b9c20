package io.tidegate.api.call;

import io.tidegate.api.json.Field;
import io.tidegate.api.json.MalformedException;
import io.tidegate.api.reply.ProblemType;
import io.tidegate.api.reply.Problems;
import io.tidegate.core.Command.TicketRef;
import io.tidegate.core.sale.Entry;
import io.tidegate.engine.ticket.TicketCodec;
import io.tidegate.engine.view.OfferView;
import io.tidegate.engine.view.RoomView;
import io.tidegate.engine.view.SaleView;
import io.tidegate.engine.view.Views;
import io.tidegate.http.server.Exchange;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides for which user a request speaks; nothing else does. A genuine ticket in the header {@code
 * waitingToken} names the user. Without one the caller is trusted, being the operator's own backend
 * or a test: it names the user in {@code X-User-Id}, the path or the body. Two different names are
 * refused. Any thread.
 */
public final class Principals {

  /** The header that carries the ticket. */
  public static final String TICKET = "waitingToken";

  /** The header by which a trusted caller names the user. */
  public static final String USER = "X-User-Id";

  private final TicketCodec tickets;
  private final Views views;

  /** Checks tickets with this codec and against the rooms of these views. */
  public Principals(TicketCodec tickets, Views views) {
    this.tickets = tickets;
    this.views = views;
  }

  /**
   * For whom the request speaks.
   *
   * @param named the user that path or body name, 0 if they name none
   * @throws ProblemException if it speaks for nobody, for two, or shows a ticket that is not
   *     genuine
   */
  public Principal of(Exchange exchange, long named) {
    return of(exchange, named, () -> new ProblemException(Problems.ticketNeeded(0)));
  }

  /**
   * The same for a claim: where the sale has no room, what is missing is no ticket but a user.
   *
   * @param named the user that the body names in its {@code userId}, 0 if it names none
   */
  public Principal ofClaim(Exchange exchange, long named, long offer) {
    return of(exchange, named, () -> nobodyClaims(offer));
  }

  private RuntimeException nobodyClaims(long offer) {
    OfferView wanted = views.offer(offer);
    SaleView sale = wanted == null ? null : views.sale(wanted.sale());
    if (sale != null && sale.entry() == Entry.ROOM)
      return new ProblemException(Problems.ticketNeeded(sale.room()));
    return MalformedException.of(
        "userId", "is missing: name the user there, in " + USER + ", or by a ticket");
  }

  private Principal of(Exchange exchange, long named, Supplier<RuntimeException> nobody) {
    TicketRef ticket = ticket(exchange);
    long trusted = userOf(exchange);
    long user = ticket != null ? ticket.user() : trusted != 0 ? trusted : named;
    if (user == 0) throw nobody.get();
    if ((trusted != 0 && trusted != user) || (named != 0 && named != user))
      throw new ProblemException(
          ProblemType.NOT_ALLOWED.problem("The request names two different users.").response());
    exchange.user(user);
    return new Principal(user, ticket);
  }

  /** The same where neither path nor body name a user. */
  public Principal of(Exchange exchange) {
    return of(exchange, 0);
  }

  /** The ticket of a request that needs one. */
  public TicketRef ticketOf(Exchange exchange) {
    TicketRef ticket = of(exchange).ticket();
    if (ticket == null) throw new ProblemException(Problems.ticketNeeded(0));
    return ticket;
  }

  private @Nullable TicketRef ticket(Exchange exchange) {
    String text = exchange.header(TICKET);
    if (text == null) return null;
    TicketRef ticket = tickets.decode(text);
    if (ticket == null || !isOfThisTime(ticket)) throw new ProblemException(Problems.notGenuine());
    return ticket;
  }

  private boolean isOfThisTime(TicketRef ticket) {
    RoomView room = views.room(ticket.room());
    return room != null && room.epoch() == ticket.epoch();
  }

  private static long userOf(Exchange exchange) {
    String text = exchange.header(USER);
    if (text == null) return 0;
    long user = QueryParameter.parse(text);
    if (user < 1 || user > Field.ID_MAX)
      throw MalformedException.of(USER, "must be a whole number in [1, " + Field.ID_MAX + "]");
    return user;
  }
}
