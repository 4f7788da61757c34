using MassTransit;
using TriageMesh.Contracts.Messages;

namespace TriageMesh.Router.Persons;

/// <summary>Notes what another service has erased.</summary>
internal sealed class AuthorErasedConsumer(Erasures erasures) : IConsumer<AuthorErased>
{
    public Task Consume(ConsumeContext<AuthorErased> context) =>
        erasures.AnswerAsync(context.Message, context.CancellationToken);
}

internal sealed class AuthorErasedDefinition : ConsumerDefinition<AuthorErasedConsumer>
{
    public AuthorErasedDefinition() => EndpointName = "router-author-erased";
}
