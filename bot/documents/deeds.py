"""The verbs and nouns of what a measure brings about. Lists only."""

from __future__ import annotations

import re
from typing import Final

from bot.documents.vocabulary import any_of

# What a target does: something comes to be, reaches or falls to a number.
DOES: Final = re.compile(
    any_of("""
        建成 建设 建立 新建 改建 扩建 改造 打造 培育 培养 培训 孵化 新增 引进 引育 招引 集聚 聚集 汇聚 创建 创成 争创
        达到 达 超过 突破 超 力争 确保 实现 完成 形成 覆盖 开展 举办 组织 扶持 认定 推广 发展 设立 布局 提升 提高
        降低 压缩 缩短 压减 缩减 减少 精简 增长 增加 下降 控制 保持 稳定 扩大 实施 选取 遴选 选树 入库 上线 编制 制定
        制修订 推出 发布 梳理 开发 投放 投入使用 落地 签约 开通 开设 转化 翻番 翻[一两]番 消除 淘汰 完善 推动 参与 对接 接入 推开 运行
        累计 总量 总数 规模(?!以上) 率 比重 占比 比例 强度 产值 收入 成交额 交易额 营业额 营收 数量 人数 户数 至少 不低于
        不少于 年均 示范 试点 选拔 选派 评选 服务 筹建 资助 安排 设置 提供 供应 配备 布设 布局 发放 采购 选聘
        招聘 招录 惠及 补充 收储 盘活 整治 修复 治理 造林 植树 关闭 退出 搬迁 拆除 储备 轮训 遴聘 推介 征集 挖掘 投资
        支持\\d 升级
        续建 投用 整合 签订 签署 再降 降\\d 压降 增至 增加到 增速 涨幅 增幅 净增 拉动
        带动 开工 竣工 启用 投产 配建 增设 引入 吸引 吸纳 带动 帮扶 救助 创作 授牌 命名
    """)
)
# Deeds that are counted, though they are no state that could be due.
ACTS: Final = re.compile(
    any_of("""
        组建 单列 保障 拥有 编发 编印 编写 刊发 刊播 承办 严守 守住 坚守 恢复 排查 办结 审结 支援
        适配 增收 体检 筛查 走访 慰问 巡查 抽检 抽查 检测 巡诊 义诊 送 放映 打通 疏浚 清淤
        清理 加固 拓宽 铺设 架设 更新 更换 购置 购买 采集 归集 收集 汇集 种植 播种 出栏 存栏 养殖 加装 安装 新装 补植 化解 调解
        结对 派驻 宣讲 演出 演练 关停 取缔 查处 侦办 破获 抓获 办理 受理 兑现 减税 纳入 列入 开办 招生 招收 落实 开放 供地 出让
        出口 进口 争取 盘活 流转 复垦 攻克 突破 研制 获评 获批 荣获 入选 通过 评审 立项 承接 联系 包保 发行 募集 撬动
        减贫 脱贫 转移 输出 返乡 回引 引导 动员 招募 注册 新登记 推送 归档 移交 验收 抽取 竣工 交付 分配 续建 复工 \\d+%以上
    """)
)
