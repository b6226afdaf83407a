"""Words that say nothing of what a text is about. A list may add its own (`VoiceList`)."""

STOP = frozenset(
    """
一个 一下 一些 一直 一样 一次 一点 一定 一般 一种 一起 一共 一边 上面 下面 不能 不会 不是 不要 不到 不了 不用 不知 不得 不得不 不过 不同
不仅 不但 与其 之前 之后 之间 之类 也是 也有 也没 也不 了解 事情 什么 什么样 今天 今年 他们 以上 以下 以前 以后 以及 任何 但是 你们 你好
使用 那个 那么 那些 那里 那边 这个 这么 这些 这里 这边 这样 这种 这次 这是 那种 那样 咱们 我们 她们 它们 自己 别人 大家 有人 有的 有些 有点
有时 没有 没什么 还是 还有 还要 还没 还不 还会 就是 就会 就要 就算 只是 只有 只能 只要 只好 可以 可能 可是 可不可以 能够 能不能 应该 应当
必须 需要 想要 希望 觉得 认为 感觉 知道 看到 听到 说是 说话 告诉 表示 出现 发现 进行 通过 根据 按照 关于 对于 由于 因为 所以 因此 如果 如何
如此 虽然 然后 然而 而且 而是 并且 并没有 或者 或是 要么 要是 是否 是不是 有没有 为什么 为了 怎么 怎么样 怎样 多少 几次 每次 每天 每个 每月
现在 目前 当时 当天 当前 昨天 前天 明天 后来 后面 前面 里面 外面 旁边 时候 时间 小时 分钟 上午 下午 早上 晚上 中午 刚才 刚刚 马上 已经 正在
曾经 一会 一会儿 开始 结果 最后 最近 最好 非常 特别 比较 十分 真的 真是 实在 确实 完全 根本 几乎 大概 大约 左右 甚至 尤其 其实 其他 其它
其中 另外 此外 同时 同样 直接 继续 再次 多次 第一 第二 第三 一天 两天 几天 一年 两次 来说 来讲 起来 出来 出去 下来 下去 进来 进去 过来 过去
上去 上来 回来 回去 到底 终于 只不过 不断 各种 方面 情况 问题 东西 地方 有关 相关 以来 谢谢 您好 请问 麻烦 不好意思 先生 女士 小姐 工作 这家
那家 本人 对方 一位 一名 两个 三个 几个 所有 全部 整个 部分 更加 越来越 算是 属于 成为 作为 得到 拿到 做到 之一 即使 既然 尽管 无论 不管
除了 除非 否则 不然 随后 随时 仍然 仍旧 依然 居然 竟然 果然 当然 难道 究竟 到时候 的话 罢了 而已 这会儿 the and for are but not you all any
can had her was one our out has him his how its may new now old see two who did get she too use that with have this will your from they been
were said each which their would there what about when make like than then them these some into more only other also after before because
could should where while very just over such being does did doing here why again both most same own off once bank please
""".split()
)
