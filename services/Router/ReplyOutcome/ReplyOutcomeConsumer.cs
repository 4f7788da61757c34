using MassTransit;
using TriageMesh.Contracts.Messages;
using TriageMesh.Router.Praise;

namespace TriageMesh.Router.ReplyOutcome;

/// <summary>Hears from ingest what became of replies, to customers and to authors of praise.</summary>
internal sealed class ReplyOutcomeConsumer(ReplyOutcomes outcomes, PraiseRequests praise)
    : IConsumer<ReplySent>,
        IConsumer<ReplyFailed>
{
    public async Task Consume(ConsumeContext<ReplySent> context)
    {
        if (!await praise.SentAsync(context.Message, context.CancellationToken))
        {
            await outcomes.SentAsync(context.Message, context.CancellationToken);
        }
    }

    public async Task Consume(ConsumeContext<ReplyFailed> context)
    {
        if (!await praise.FailedAsync(context.Message, context.CancellationToken))
        {
            await outcomes.FailedAsync(context.Message, context.CancellationToken);
        }
    }
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
