using MassTransit;
using Microsoft.Extensions.Logging;
using TriageMesh.Contracts.Messages;
using TriageMesh.Platform.Bus;

namespace TriageMesh.Router.RouteMentions;

/// <summary>Gives each marked mention its place: a ticket, the praise board, or the record alone.</summary>
internal sealed partial class RouteMentionsConsumer(RouteBatch route, IBus bus, ILogger<RouteMentionsConsumer> logger)
    : IConsumer<MentionsClassified>
{
    public async Task Consume(ConsumeContext<MentionsClassified> context)
    {
        var mentions = context.Message.Mentions;
        var parked = await route.RunAsync(mentions, context.CancellationToken);
        var ids = mentions.Select(item => item.Mention.MentionId).Where(id => !parked.Contains(id)).ToArray();
        if (ids.Length > 0)
        {
            // Duplicates too: ingest asks again until it has heard.
            await bus.PublishInTimeAsync(new MentionsRouted(ids), context.CancellationToken);
        }

        LogRouted(ids.Length, parked.Count);
    }

    [LoggerMessage(EventId = 3001, Level = LogLevel.Debug, Message = "Routed {Routed} mentions, parked {Parked}")]
    private partial void LogRouted(int routed, int parked);
}

/// <summary>Some batches at once: enough to keep the database busy, few enough that replicas share the work.</summary>
internal sealed class RouteMentionsDefinition : ConsumerDefinition<RouteMentionsConsumer>
{
    private const int BatchesAtOnce = 2;

    public RouteMentionsDefinition()
    {
        EndpointName = "router-route-mentions";
        ConcurrentMessageLimit = BatchesAtOnce;
    }

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator,
        IConsumerConfigurator<RouteMentionsConsumer> consumerConfigurator,
        IRegistrationContext context
    ) => endpointConfigurator.PrefetchCount = BatchesAtOnce * 2;
}
