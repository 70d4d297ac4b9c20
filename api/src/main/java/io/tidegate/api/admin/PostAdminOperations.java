package io.tidegate.api.admin;

import static io.tidegate.api.call.Access.ADMIN;
import static io.tidegate.api.call.Operation.post;

import io.tidegate.api.call.CommandDispatcher;
import io.tidegate.api.call.Operation;
import io.tidegate.api.json.Field;
import io.tidegate.api.json.Shape;
import io.tidegate.api.json.Values;
import io.tidegate.api.reply.Renderer;
import io.tidegate.core.Command.CreatePost;
import io.tidegate.core.Result.Created;
import io.tidegate.http.server.Exchange;
import java.util.List;

/** Posts of the feed, as organisers make them. They are read, by anybody, in {@code feed}. */
final class PostAdminOperations {

  private static final String PATH = Operation.BASE + "/posts";

  private static final int AUTHOR = 40;
  private static final int TITLE = 120;
  private static final int TEXT = 2_000;

  private static final Shape POST =
      Shape.of(Field.text("author", AUTHOR), Field.text("title", TITLE), Field.lines("text", TEXT));

  private static final Renderer<Created> CREATED = new CreatedRenderer("postId", PATH);

  private final CommandDispatcher commands;

  PostAdminOperations(CommandDispatcher commands) {
    this.commands = commands;
  }

  List<Operation> operations() {
    return List.of(post("createPost", PATH, ADMIN).by(POST, this::create));
  }

  private void create(Exchange exchange, Values body) {
    CreatePost command = new CreatePost(body.text("author"), body.text("title"), body.text("text"));
    commands.submit(exchange, command, CREATED);
  }
}
