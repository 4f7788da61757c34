using System.Net;
using TriageMesh.Router.Webhooks;

namespace TriageMesh.Api.Specs.Router;

public sealed class Where_a_webhook_may_lead
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("10.1.2.3")]
    [InlineData("172.31.255.255")]
    [InlineData("192.168.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("100.64.0.1")]
    [InlineData("::1")]
    [InlineData("fd00::1")]
    [InlineData("fe80::1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("64:ff9b::a00:1")]
    public void Not_into_a_private_network(string address)
    {
        WebhookAddress.IsPrivate(IPAddress.Parse(address)).ShouldBeTrue();
        var host = address.Contains(':') ? $"[{address}]" : address;
        WebhookAddress.Problem($"https://{host}/hook", allowPrivate: false).ShouldNotBeNull();
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("LOCALHOST.")]
    [InlineData("desk.localhost")]
    public void Nor_by_a_name_of_this_machine(string name)
    {
        WebhookAddress.Problem($"https://{name}/hook", allowPrivate: false).ShouldNotBeNull();
        WebhookAddress.Problem($"https://{name}/hook", allowPrivate: true).ShouldBeNull();
    }

    [Theory]
    [InlineData("1.1.1.1")]
    [InlineData("172.32.0.1")]
    [InlineData("2606:4700::1111")]
    public void But_to_any_open_address(string address) =>
        WebhookAddress.IsPrivate(IPAddress.Parse(address)).ShouldBeFalse();

    [Fact]
    public void And_never_without_tls_unless_the_settings_allow_the_private_network()
    {
        WebhookAddress.Problem("http://example.com/", allowPrivate: false).ShouldNotBeNull();
        WebhookAddress.Problem("http://127.0.0.1:9/", allowPrivate: true).ShouldBeNull();
        WebhookAddress.Problem("https://example.com/", allowPrivate: false).ShouldBeNull();
        WebhookAddress.Problem("https://mylocalhost/", allowPrivate: false).ShouldBeNull();
    }

    [Fact]
    public async Task A_name_that_stands_for_this_machine_is_not_connected_to()
    {
        using var handler = new SocketsHttpHandler { ConnectCallback = WebhookAddress.ConnectAsync };
        using var http = new HttpClient(handler);

        var refused = await Should.ThrowAsync<HttpRequestException>(() =>
            http.GetAsync(new Uri("http://localhost:9/"), TestContext.Current.CancellationToken)
        );

        // What the sender tells it from a connection that failed by.
        refused.InnerException.ShouldBeOfType<ForbiddenAddressException>();
    }

    [Fact]
    public void Attempts_come_ever_later_and_end()
    {
        var waits = Enumerable.Range(1, RetrySchedule.MaxAttempts - 1).Select(i => RetrySchedule.After(i, 0.5)!.Value);

        waits.ShouldBeInOrder();
        RetrySchedule.After(RetrySchedule.MaxAttempts, 0.5).ShouldBeNull();
        RetrySchedule.After(1, 0)!.Value.ShouldBeLessThan(RetrySchedule.After(1, 1)!.Value);
    }
}
