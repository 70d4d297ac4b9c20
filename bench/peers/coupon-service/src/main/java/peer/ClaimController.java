package peer;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The sale over HTTP, the same for every design. */
@RestController
public class ClaimController {
  private final ClaimDesk desk;
  private final ClaimTable table;

  ClaimController(ClaimDesk desk, ClaimTable table) {
    this.desk = desk;
    this.table = table;
  }

  @PutMapping("/offers/{offer}")
  ResponseEntity<String> open(@PathVariable long offer, @RequestParam long total) {
    table.open(offer, total);
    desk.opened(offer, total);
    return json(HttpStatus.OK, "{\"offer\":" + offer + ",\"total\":" + total + "}");
  }

  @PostMapping("/offers/{offer}/claims")
  ResponseEntity<String> claim(@PathVariable long offer, @RequestHeader("User-Id") long user) {
    try {
      return reply(offer, user, desk.claim(offer, user));
    } catch (DuplicateKeyException e) {
      return reply(offer, user, ClaimState.DUPLICATE);
    }
  }

  /** 200 once issued, 202 while waiting, 409 if refused. */
  @GetMapping("/offers/{offer}/claims/{user}")
  ResponseEntity<String> status(@PathVariable long offer, @PathVariable long user) {
    ClaimState state = desk.status(offer, user);
    HttpStatus status = state == ClaimState.ISSUED ? HttpStatus.OK : state.status();
    return json(status, body(offer, user, state));
  }

  @GetMapping("/backlog")
  ResponseEntity<String> backlog() {
    return json(HttpStatus.OK, Long.toString(desk.backlog()));
  }

  private static ResponseEntity<String> reply(long offer, long user, ClaimState state) {
    return json(state.status(), body(offer, user, state));
  }

  private static String body(long offer, long user, ClaimState state) {
    return "{\"offer\":" + offer + ",\"user\":" + user + ",\"state\":\"" + state + "\"}";
  }

  private static ResponseEntity<String> json(HttpStatus status, String body) {
    return ResponseEntity.status(status).contentType(MediaType.APPLICATION_JSON).body(body);
  }
}
