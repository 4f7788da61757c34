namespace TriageMesh.Domain.Tickets;

/// <summary>A person corrects the order number; null takes it away.</summary>
public sealed record SetOrderNumber(string? OrderNumber) : TicketCommand;

/// <summary>The order that the ticket is about: found in a post, or <paramref name="ByPerson"/> given.</summary>
public sealed record OrderNumberSet(string? From, string? To, bool ByPerson) : TicketChange
{
    public override string Kind => "order_number";
}

/// <summary>How a ticket comes to its order number.</summary>
public static class OrderNumberChanges
{
    /// <summary>What a post tells: only a ticket that has none takes it, because a person's word stands.</summary>
    public static IReadOnlyList<TicketChange> Found(TicketState ticket, string? number) =>
        number is null || ticket.OrderNumber is not null ? [] : [new OrderNumberSet(null, number, ByPerson: false)];

    /// <summary>What a person gives; nothing given changes nothing.</summary>
    internal static TicketChange[] To(TicketState ticket, string? number) =>
        number is null || number == ticket.OrderNumber ? [] : [new OrderNumberSet(ticket.OrderNumber, number, true)];

    internal static TicketDecision Set(TicketState ticket, SetOrderNumber command) =>
        command.OrderNumber == ticket.OrderNumber
            ? TicketDecision.Nothing
            : TicketDecision.Of(new OrderNumberSet(ticket.OrderNumber, command.OrderNumber, ByPerson: true));
}
