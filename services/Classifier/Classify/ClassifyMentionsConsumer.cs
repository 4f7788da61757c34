using System.Text.Json;
using MassTransit;
using Microsoft.Extensions.Logging;
using TriageMesh.Classifier.Models;
using TriageMesh.Classifier.Rules;
using TriageMesh.Contracts.Messages;
using TriageMesh.Platform.Bus;
using TriageMesh.Platform.Parking;

namespace TriageMesh.Classifier.Classify;

/// <summary>A batch of mentions in, the same batch with labels out. A mention that cannot be labelled is parked alone.</summary>
internal sealed partial class ClassifyMentionsConsumer(
    CurrentModel current,
    RuleFollower rules,
    MentionClassifier classifier,
    ParkedMessages parked,
    IBus bus,
    ILogger<ClassifyMentionsConsumer> logger
) : IConsumer<MentionsReceived>
{
    public async Task Consume(ConsumeContext<MentionsReceived> context)
    {
        var model = current.Value;
        var book = rules.Book;
        var mentions = context.Message.Mentions;
        var classified = new List<ClassifiedMention>(mentions.Count);
        foreach (var mention in mentions)
        {
            try
            {
                classified.Add(classifier.Classify(mention, model, book));
            }
            catch (Exception wrong) when (wrong is not OperationCanceledException)
            {
                await ParkAsync(mention, wrong, context.CancellationToken);
            }
        }

        if (classified.Count > 0)
        {
            await bus.PublishInTimeAsync(new MentionsClassified(classified), context.CancellationToken);
        }

        LogClassified(classified.Count, model.Version);
    }

    private async Task ParkAsync(Mention mention, Exception wrong, CancellationToken cancellationToken)
    {
        var id = await parked.ParkAsync(
            "classifier",
            nameof(MentionsReceived),
            JsonSerializer.Serialize(new MentionsReceived([mention]), ParkedJson.Options),
            $"{wrong.GetType().Name}: {wrong.Message}",
            cancellationToken
        );
        LogParked(id, wrong.GetType().Name);
    }

    [LoggerMessage(EventId = 2001, Level = LogLevel.Debug, Message = "Labelled {Count} mentions with {Version}")]
    private partial void LogClassified(int count, string version);

    [LoggerMessage(EventId = 2002, Level = LogLevel.Error, Message = "Parked {ParkedId}, one mention: {Reason}")]
    private partial void LogParked(long parkedId, string reason);
}

internal sealed class ClassifyMentionsConsumerDefinition : ConsumerDefinition<ClassifyMentionsConsumer>
{
    public ClassifyMentionsConsumerDefinition() => EndpointName = "classifier-mentions";
}
