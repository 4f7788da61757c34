using MassTransit;
using TriageMesh.Contracts.Messages;

namespace TriageMesh.Router.Clocks;

/// <summary>A clock that was set aside is to run again.</summary>
internal sealed class FireClockConsumer(PoisonedClocks clocks) : IConsumer<FireClock>
{
    public Task Consume(ConsumeContext<FireClock> context) =>
        clocks.ArmAsync(context.Message, context.CancellationToken);
}

internal sealed class FireClockDefinition : ConsumerDefinition<FireClockConsumer>
{
    public FireClockDefinition() => EndpointName = "router-fire-clocks";
}
