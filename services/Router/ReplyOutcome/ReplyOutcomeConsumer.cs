using MassTransit;
using TriageMesh.Contracts.Messages;

namespace TriageMesh.Router.ReplyOutcome;

/// <summary>Hears from ingest what became of replies.</summary>
internal sealed class ReplyOutcomeConsumer(ReplyOutcomes outcomes) : IConsumer<ReplySent>, IConsumer<ReplyFailed>
{
    public Task Consume(ConsumeContext<ReplySent> context) =>
        outcomes.SentAsync(context.Message, context.CancellationToken);

    public Task Consume(ConsumeContext<ReplyFailed> context) =>
        outcomes.FailedAsync(context.Message, context.CancellationToken);
}

/// <summary>One queue for both, so that what is told of a reply is heard in its order as far as possible.</summary>
internal sealed class ReplyOutcomeDefinition : ConsumerDefinition<ReplyOutcomeConsumer>
{
    public ReplyOutcomeDefinition()
    {
        EndpointName = "router-reply-outcome";
        ConcurrentMessageLimit = 4;
    }
}
