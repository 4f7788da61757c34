using MassTransit;

namespace TriageMesh.Platform.Bus;

/// <summary>Publishes what must not be lost on the way.</summary>
public static class ReliablePublish
{
    /// <summary>Publishes and waits for the broker's confirm; a message that no queue takes comes back as an error.</summary>
    /// <remarks>Before its receiver's first start no queue is bound, and the broker would drop the message without a word.</remarks>
    /// <exception cref="OperationCanceledException">The token fired: whether the broker has it is not known.</exception>
    public static Task PublishToQueueAsync<T>(this IBus bus, T message, CancellationToken cancellationToken)
        where T : class => bus.Publish(message, Mandatory, cancellationToken).WaitAsync(cancellationToken);

    private static void Mandatory<T>(PublishContext<T> context)
        where T : class
    {
        if (context.TryGetPayload<RabbitMqSendContext>(out var rabbit))
        {
            rabbit.Mandatory = true;
        }
    }
}
