-- The list of all tickets of a channel or an account: most tickets are of others, and of some accounts there are few.
CREATE INDEX tickets_of_account ON router.tickets (queue_id, channel, account, (-ticket_id));
