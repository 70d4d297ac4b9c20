package peer;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;

/** So many coupons, and how many are gone. */
@Entity
public class Offer {
  @Id private long id;
  private long total;
  private long issued;

  protected Offer() {}

  /** Takes one unit, if one is left. */
  boolean take() {
    if (issued >= total) return false;
    issued++;
    return true;
  }
}
