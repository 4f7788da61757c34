using MassTransit;
using TriageMesh.Contracts.Messages;
using TriageMesh.Platform.Bus;

namespace TriageMesh.Classifier.Corrections;

/// <summary>Erases the corrections of what an author wrote, to whichever account.</summary>
internal sealed class EraseAuthorConsumer(CorrectionStore store, IBus bus) : IConsumer<EraseAuthor>
{
    public async Task Consume(ConsumeContext<EraseAuthor> context)
    {
        var erased = await store.EraseAuthorAsync(
            context.Message.Channel,
            account: null,
            context.Message.AuthorId,
            context.Message.Relabels,
            context.CancellationToken
        );
        await bus.PublishInTimeAsync(
            new AuthorErased(
                context.Message.ErasureId,
                "classifier",
                new Dictionary<string, int>(StringComparer.Ordinal) { ["corrections"] = erased },
                []
            ),
            context.CancellationToken
        );
    }
}

internal sealed class EraseAuthorConsumerDefinition : ConsumerDefinition<EraseAuthorConsumer>
{
    public EraseAuthorConsumerDefinition() => EndpointName = "classifier-erase-author";
}
