using NodaTime;
using TriageMesh.Contracts;

namespace TriageMesh.Domain.Tickets;

/// <summary>Decides commands: which changes they make as the ticket stands, or why they are refused.</summary>
public static class TicketLife
{
    private static readonly TicketStatus[] Worked =
    [
        TicketStatus.New,
        TicketStatus.Open,
        TicketStatus.Reopened,
        TicketStatus.WaitingCustomer,
        TicketStatus.WaitingThirdParty,
        TicketStatus.HandedOver,
    ];

    /// <summary>What is handed over stays where it is until the other queue has answered.</summary>
    private static readonly TicketStatus[] Held = [.. Worked.Where(status => status != TicketStatus.HandedOver)];

    private static readonly TicketStatus[] WorkedOrResolved = [.. Worked, TicketStatus.Resolved];

    private static readonly TicketStatus[] Always = Enum.GetValues<TicketStatus>();

    /// <summary>In which status each command may be given.</summary>
    private static readonly Dictionary<Type, TicketStatus[]> Allowed = new()
    {
        [typeof(AssignTicket)] = Held,
        [typeof(UnassignTicket)] = Held,
        [typeof(AcceptTicket)] = Worked,
        [typeof(RequestReply)] = WorkedOrResolved,
        [typeof(ConfirmReply)] = Always,
        [typeof(FailReply)] = Always,
        [typeof(AddNote)] = Always,
        [typeof(WaitForCustomer)] = Held,
        [typeof(WaitForThirdParty)] = Held,
        [typeof(EndWaiting)] = [TicketStatus.WaitingCustomer, TicketStatus.WaitingThirdParty],
        [typeof(DeclareNoReplyNeeded)] = Worked,
        [typeof(ResolveTicket)] = Worked,
        [typeof(ReopenTicket)] = [TicketStatus.Resolved],
        [typeof(CloseTicket)] = [TicketStatus.Resolved],
        [typeof(RelabelTicket)] = WorkedOrResolved,
        [typeof(SetPriority)] = Worked,
        [typeof(RaisePriority)] = Worked,
        [typeof(HandOverTicket)] = Held,
        [typeof(AcceptHandOver)] = [TicketStatus.HandedOver],
        [typeof(BounceHandOver)] = [TicketStatus.HandedOver],
        [typeof(SetOrderNumber)] = WorkedOrResolved,
        [typeof(SnoozeTicket)] = Held,
        [typeof(WakeTicket)] = Held,
    };

    /// <summary>True where the ticket's status does not rule the command out; what else may is for <see cref="Decide"/>.</summary>
    public static bool IsAllowed(TicketStatus status, Type command) =>
        Allowed.TryGetValue(command, out var from) && from.Contains(status);

    public static TicketDecision Decide(
        TicketState ticket,
        TicketCommand command,
        Instant now,
        TicketSettings settings
    ) =>
        IsAllowed(ticket.Status, command.GetType())
            ? DecideAllowed(ticket, command, now, settings)
            : TicketDecision.Refuse(
                RefusalReason.WrongStatus,
                $"This cannot be done while the ticket is {ticket.Status.Wire()}."
            );

    private static TicketDecision DecideAllowed(
        TicketState ticket,
        TicketCommand command,
        Instant now,
        TicketSettings settings
    ) =>
        command switch
        {
            AssignTicket assign => Assign(ticket, assign),
            UnassignTicket => ticket.AssigneeId is { } agent
                ? TicketDecision.Of(new Unassigned(agent))
                : TicketDecision.Nothing,
            AcceptTicket accept => Accept(ticket, accept),
            RequestReply reply => TicketDecision.Of(new ReplyRequested(reply.ReplyId, reply.AgentId)),
            ConfirmReply sent => TicketDecision.Of(
                new Replied(sent.ReplyId, sent.SentAt, sent.Public, sent.NextUnanswered, sent.ByProgram)
            ),
            FailReply failed => TicketDecision.Of(new ReplyNotSent(failed.ReplyId, failed.Unknown, failed.Reason)),
            AddNote note => TicketDecision.Of(new Noted(note.NoteId)),
            WaitForCustomer wait => Wait(ticket, TicketStatus.WaitingCustomer, wait.Reason),
            WaitForThirdParty wait => Wait(ticket, TicketStatus.WaitingThirdParty, wait.Reason),
            EndWaiting => TicketDecision.Of(new WaitingEnded(now, ByCustomer: false)),
            DeclareNoReplyNeeded none => NoReply(ticket, none.Reason),
            ResolveTicket resolve => TicketDecision.Of(new Resolved(resolve.Reason)),
            ReopenTicket reopen => TicketDecision.Of(
                Reopening.Of(ticket, now, reopen.Reason, reopen.Hands, ReopenCause.ByPerson)
            ),
            CloseTicket => Close(ticket, now, settings),
            RelabelTicket relabel => Relabel(ticket, relabel.Label),
            SetPriority set => set.Priority == ticket.Priority
                ? TicketDecision.Nothing
                : TicketDecision.Of(new PrioritySet(ticket.Priority, set.Priority)),
            RaisePriority raise => TicketDecision.Of(PrioritySteps.Up(ticket.Priority, raise.Reason)),
            HandOverTicket over => HandOvers.HandOver(ticket, over, now),
            AcceptHandOver accept => HandOvers.Accept(ticket, accept),
            BounceHandOver bounce => HandOvers.Bounce(ticket, bounce),
            SetOrderNumber order => OrderNumberChanges.Set(ticket, order),
            SnoozeTicket snooze => Snoozing.Snooze(ticket, snooze, now),
            WakeTicket wake => Snoozing.Wake(ticket, wake, now),
            _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, null),
        };

    private static TicketDecision Assign(TicketState ticket, AssignTicket assign) =>
        ticket.AssigneeId == assign.AgentId ? TicketDecision.Nothing
        : assign.Automatic && ticket.AssigneeId is not null
            ? TicketDecision.Refuse(RefusalReason.AssignedToOther, "Somebody has the ticket already.")
        : TicketDecision.Of(new Assigned(assign.AgentId, assign.Automatic, ticket.AssigneeId));

    private static TicketDecision Accept(TicketState ticket, AcceptTicket accept) =>
        ticket.AssigneeId switch
        {
            null => TicketDecision.Of(new Assigned(accept.AgentId, Automatic: false), new Accepted(accept.AgentId)),
            { } other when other != accept.AgentId => TicketDecision.Refuse(
                RefusalReason.AssignedToOther,
                "Somebody else has the ticket."
            ),
            _ when ticket.AcceptedAt is not null => TicketDecision.Nothing,
            _ => TicketDecision.Of(new Accepted(accept.AgentId)),
        };

    private static TicketDecision Wait(TicketState ticket, TicketStatus status, string reason) =>
        string.IsNullOrWhiteSpace(reason)
            ? TicketDecision.Refuse(RefusalReason.ReasonMissing, "Say what is waited for.")
        : ticket.AssigneeId is null
            ? TicketDecision.Refuse(RefusalReason.NotAssigned, "A ticket waits for others only while somebody has it.")
        : ticket.Status == status ? TicketDecision.Nothing
        : TicketDecision.Of(new WaitingStarted(status, reason, ticket.UnansweredSince is not null));

    private static TicketDecision NoReply(TicketState ticket, string reason) =>
        string.IsNullOrWhiteSpace(reason)
            ? TicketDecision.Refuse(RefusalReason.ReasonMissing, "Say why no reply is needed.")
        : ticket.UnansweredSince is null
            ? TicketDecision.Refuse(RefusalReason.NothingUnanswered, "Every post has its answer.")
        : TicketDecision.Of(new NoReplyNeeded(reason));

    private static TicketDecision Close(TicketState ticket, Instant now, TicketSettings settings) =>
        ticket.ResolvedAt is { } resolved && now < resolved + settings.ReopenWindow
            ? TicketDecision.Refuse(RefusalReason.WindowOpen, "The customer may still reopen the ticket.")
            : TicketDecision.Of(new Closed());

    private static TicketDecision Relabel(TicketState ticket, Label label) =>
        ticket.Label == label && !ticket.NeedsReview && label is Label.Complaint or Label.Question
            ? TicketDecision.Nothing
        : label is Label.Complaint or Label.Question ? TicketDecision.Of(new Relabelled(ticket.Label, label))
        : TicketDecision.Of(new Relabelled(ticket.Label, label), new Misrouted(label));
}
