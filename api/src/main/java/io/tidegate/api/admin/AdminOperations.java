package io.tidegate.api.admin;

import io.tidegate.api.call.CommandDispatcher;
import io.tidegate.api.call.Operation;
import io.tidegate.engine.view.Views;
import java.util.List;
import java.util.stream.Stream;

/**
 * All operations of organisers: those under {@code /api/v1/admin}, and the making of posts. Each
 * hands a command to the engine or reads the views. Any thread.
 */
public final class AdminOperations {

  static final String BASE = Operation.BASE + "/admin";

  private AdminOperations() {}

  /** All of them. */
  public static List<Operation> of(CommandDispatcher commands, Views views) {
    return Stream.of(
            new SaleAdminOperations(commands, views).operations(),
            new OfferAdminOperations(commands, views).operations(),
            new ClaimAdminOperations(commands).operations(),
            new ConcertAdminOperations(commands, views).operations(),
            new ScheduleAdminOperations(commands, views).operations(),
            new RoomAdminOperations(commands, views).operations(),
            new PostAdminOperations(commands).operations())
        .flatMap(List::stream)
        .toList();
  }
}
