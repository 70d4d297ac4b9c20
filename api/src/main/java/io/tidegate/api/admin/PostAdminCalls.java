package io.tidegate.api.admin;

import io.tidegate.api.call.Bodies;
import io.tidegate.api.call.Calls;
import io.tidegate.api.json.Field;
import io.tidegate.api.json.Shape;
import io.tidegate.api.json.Values;
import io.tidegate.api.reply.Answers;
import io.tidegate.core.Command.CreatePost;
import io.tidegate.core.Result.Created;
import io.tidegate.http.json.JsonWriter;
import io.tidegate.http.server.Exchange;
import io.tidegate.http.server.Response;
import org.jspecify.annotations.Nullable;

/** Posts of the feed, as organisers make them. They are read, by anybody, in {@code feed}. */
final class PostAdminCalls {

  static final String PATH = Answers.BASE + "/posts";

  private static final int AUTHOR = 40;
  private static final int TITLE = 120;
  private static final int TEXT = 2_000;

  private static final Shape POST =
      Shape.of(Field.text("author", AUTHOR), Field.text("title", TITLE), Field.lines("text", TEXT));

  private static final Answers MADE =
      new Answers() {
        @Override
        public Response created(Exchange exchange, Created created) {
          JsonWriter json = new JsonWriter(64).beginObject().member("postId", created.id());
          return Answers.json(201, json.endObject()).with("Location", PATH + "/" + created.id());
        }
      };

  private final Calls calls;

  PostAdminCalls(Calls calls) {
    this.calls = calls;
  }

  @Nullable Response create(Exchange exchange) {
    Values body = Bodies.read(exchange, POST);
    CreatePost command = new CreatePost(body.text("author"), body.text("title"), body.text("text"));
    return calls.submit(exchange, command, MADE);
  }
}
