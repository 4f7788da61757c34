using MassTransit;
using Microsoft.Extensions.Logging;
using TriageMesh.Contracts.Messages;

namespace TriageMesh.Classifier.Corrections;

/// <summary>Keeps what people said that mentions are.</summary>
internal sealed partial class CorrectionsConsumer(CorrectionStore store, ILogger<CorrectionsConsumer> logger)
    : IConsumer<MentionsRelabelled>
{
    public async Task Consume(ConsumeContext<MentionsRelabelled> context)
    {
        var kept = await store.KeepAsync(context.Message.Relabels, context.CancellationToken);
        LogKept(kept, context.Message.Relabels.Count);
    }

    [LoggerMessage(EventId = 2101, Level = LogLevel.Debug, Message = "Kept {Kept} of {Count} corrections")]
    private partial void LogKept(int kept, int count);
}

internal sealed class CorrectionsConsumerDefinition : ConsumerDefinition<CorrectionsConsumer>
{
    public CorrectionsConsumerDefinition() => EndpointName = "classifier-corrections";
}
