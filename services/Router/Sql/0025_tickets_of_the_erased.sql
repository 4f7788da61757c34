-- Tickets that were work when their author was erased by a version that left them so. The router ends them as it ends those of
-- who is erased now, each with its event, and forgets them here; nothing is ever added.
CREATE TABLE router.tickets_of_the_erased (
  ticket_id bigint PRIMARY KEY REFERENCES router.tickets
);

INSERT INTO router.tickets_of_the_erased (ticket_id)
SELECT t.ticket_id
  FROM router.authors a
  JOIN router.tickets t USING (channel, account, author_id)
 WHERE a.erased AND t.status NOT IN ('resolved', 'closed');
