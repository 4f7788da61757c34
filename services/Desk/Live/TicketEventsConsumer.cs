using MassTransit;
using TriageMesh.Contracts.Messages;

namespace TriageMesh.Desk.Live;

/// <summary>Passes changes on to whoever is looking. Its queue belongs to this process and goes away with it.</summary>
internal sealed class TicketEventsConsumer(LiveDesks desks) : IConsumer<TicketEvents>
{
    public Task Consume(ConsumeContext<TicketEvents> context)
    {
        desks.Tell(context.Message);
        return Task.CompletedTask;
    }
}
