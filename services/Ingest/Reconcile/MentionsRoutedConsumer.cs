using MassTransit;
using NodaTime;
using TriageMesh.Contracts.Messages;

namespace TriageMesh.Ingest.Reconcile;

/// <summary>Closes the account of mentions that the router has kept.</summary>
internal sealed class MentionsRoutedConsumer(MentionsOnTheWay mentions, TimeProvider time) : IConsumer<MentionsRouted>
{
    public Task Consume(ConsumeContext<MentionsRouted> context) =>
        mentions.MarkRoutedAsync(
            context.Message.MentionIds,
            Instant.FromDateTimeOffset(time.GetUtcNow()),
            context.CancellationToken
        );
}

internal sealed class MentionsRoutedConsumerDefinition : ConsumerDefinition<MentionsRoutedConsumer>
{
    public MentionsRoutedConsumerDefinition()
    {
        EndpointName = "ingest-mentions-routed";
        ConcurrentMessageLimit = 2;
    }

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator,
        IConsumerConfigurator<MentionsRoutedConsumer> consumerConfigurator,
        IRegistrationContext context
    ) => endpointConfigurator.PrefetchCount = 8;
}
