using Microsoft.AspNetCore.Http.HttpResults;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Domain.Tickets;
using TriageMesh.Router.Tickets;

namespace TriageMesh.Router.Cases;

/// <summary>Lets everything on one ticket go on under another; the first is closed and points there.</summary>
/// <remarks>A closed ticket takes nothing in and is not merged again, so a chain of merges cannot come back to itself.</remarks>
internal static class MergeCase
{
    private const string Move = """
        UPDATE router.mentions SET ticket_id = @intoId WHERE ticket_id = @fromId;
        UPDATE router.replies SET ticket_id = @intoId WHERE ticket_id = @fromId;
        UPDATE router.notes SET ticket_id = @intoId WHERE ticket_id = @fromId;
        UPDATE router.attachments SET ticket_id = @intoId WHERE ticket_id = @fromId
        """;

    public static (long Answer, ProblemHttpResult? Stop) Run(CaseSession session, long fromId, MergeRequest request)
    {
        var (from, into) = (session.Files[fromId], session.Files[request.Into]);
        if (Refuse(from.State, into.State) is { } refused)
        {
            return (0, refused);
        }

        var merged = SplitAndMerge.Into(into.State, fromId, from.State);
        var cause = request.Reason ?? $"merged from {TicketNumber.Of(fromId)}";
        if (into.State.Status == TicketStatus.WaitingCustomer && from.State.UnansweredSince is not null)
        {
            // The customer it waits for has written already, on the other ticket.
            into.Apply(new WaitingEnded(session.Now, ByCustomer: true), session.Actor, session.Now, cause);
        }

        into.TakeClocksOf(from, merged, session.Actor, session.Now);
        into.Apply(merged, session.Actor, session.Now, cause);
        into.Apply(LabelFollowing.Of(into.State, from.State), session.Actor, session.Now, cause);
        if (from.State.Priority > into.State.Priority)
        {
            into.Apply(
                new PriorityRaised(into.State.Priority, from.State.Priority, "merged"),
                session.Actor,
                session.Now,
                cause
            );
        }

        into.Apply(OrderNumberChanges.Found(into.State, from.State.OrderNumber), session.Actor, session.Now, cause);
        into.Stored = Together(into.Stored, from.Stored);
        from.Apply(new MergedAway(request.Into, request.Reason), session.Actor, session.Now, cause);
        session.Later(Move, new { fromId, intoId = request.Into });
        return (request.Into, null);
    }

    private static ProblemHttpResult? Refuse(TicketState from, TicketState into) =>
        into.MergedInto is { } elsewhere
            ? TicketProblems.Refused("merged_already", $"That ticket goes on as {TicketNumber.Of(elsewhere)}.")
        : !SplitAndMerge.CanGoAway(from.Status)
            ? TicketProblems.Refused("wrong_status", $"A ticket that is {from.Status.Wire()} is not merged.")
        : !SplitAndMerge.CanTakeIn(into.Status)
            ? TicketProblems.Refused("wrong_target", $"A ticket that is {into.Status.Wire()} takes nothing in.")
        : null;

    private static StoredTicket Together(StoredTicket into, StoredTicket from) =>
        into with
        {
            FirstPostAt = NodaTime.Instant.Min(into.FirstPostAt, from.FirstPostAt),
            LastPostAt = NodaTime.Instant.Max(into.LastPostAt, from.LastPostAt),
            FirstLine = from.LastPostAt > into.LastPostAt ? from.FirstLine : into.FirstLine,
            // Whoever writes an answer now has not seen what came over.
            LastSeen = from.LastSeen,
        };
}
