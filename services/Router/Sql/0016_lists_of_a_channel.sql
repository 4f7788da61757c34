-- The list of all tickets of a channel: in a mesh of many channels most tickets are of others, and of some there are none.
CREATE INDEX tickets_of_channel ON router.tickets (queue_id, channel, (-ticket_id));
