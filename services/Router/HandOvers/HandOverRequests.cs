using TriageMesh.Contracts.Api;
using TriageMesh.Domain.Tickets;
using TriageMesh.Router.Rules;
using TriageMesh.Router.Tickets;

namespace TriageMesh.Router.HandOvers;

/// <summary>One hand-over within the transaction of whoever acts on it.</summary>
internal static class HandOverRequests
{
    private const string AccountNeedsOrder = """
        SELECT coalesce((SELECT required FROM router.order_patterns WHERE channel = @Channel AND account = @Account), false)
        """;

    public static async Task<CommandStop?> SubmitAsync(
        TicketSession session,
        QueueRule queue,
        HandOverRequest request,
        CancellationToken cancellationToken
    )
    {
        var state = session.File.State;
        if (
            request.OrderNumber is null
            && state.OrderNumber is null
            && (
                queue.NeedsOrderNumber
                || await session.FindAsync<bool>(AccountNeedsOrder, session.File.Stored, cancellationToken)
            )
        )
        {
            return new CommandStop(
                TicketProblems.Refused("order_number_missing", "They cannot work without the order number: ask for it.")
            );
        }

        // Whoever hands over what nobody has, has it until the other queue accepts; a program can have nothing.
        var stop =
            state is { IsUnresolved: true, AssigneeId: null } && !session.Caller.IsProgram
                ? session.Decide(new AcceptTicket(session.Caller.Id))
                : null;
        return stop
            ?? session.Decide(
                new HandOverTicket(request.QueueId, request.Reason, request.Promised, request.OrderNumber),
                request.Reason
            );
    }

    public static async Task<CommandStop?> BounceAsync(
        TicketSession session,
        BounceCause cause,
        string? reason,
        CancellationToken cancellationToken
    )
    {
        var here =
            session.File.State.AssigneeId is { } sender && await session.IsOnDutyAsync(sender, cancellationToken);
        return session.Decide(new BounceHandOver(cause, reason, here), reason);
    }

    /// <summary>Only the queue that was asked, or a lead, answers.</summary>
    public static CommandStop? NotTheReceiver(TicketSession session) =>
        session.File.State.HandedTo is { } queue && !session.Scope.Works(queue)
            ? new CommandStop(TicketProblems.Refused("not_the_receiver", "Only the queue that was asked answers."))
            : null;

    /// <summary>Only who handed it over, their queue, or a lead, takes it back.</summary>
    public static CommandStop? NotTheSender(TicketSession session) =>
        session.File.State is { HandedTo: not null } state
        && state.AssigneeId != session.Caller.Id
        && !session.Scope.Works(state.QueueId)
            ? new CommandStop(TicketProblems.Refused("not_the_sender", "Only who handed it over takes it back."))
            : null;
}
